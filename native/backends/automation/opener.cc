#include "backends/automation/opener.h"

#include <algorithm>
#include <chrono>

#include "abi/com_object.h"
#include "backends/automation/offline_object.h"
#include "base/utf.h"

namespace rx_outlook::automation {
namespace {

// For messages, in which a malformed name may be missing.
std::string Quoted(const std::u16string& name) {
  try {
    return '"' + ToUtf8(name) + '"';
  } catch (const UtfError&) {
    return "with a malformed name";
  }
}

}  // namespace

HRESULT ReaderOpener::Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) {
  Reader::Found found;
  Subject subject;
  const HRESULT hr = Find(target, found, subject.account, why);
  if (FAILED(hr)) return hr;
  subject.session = found.known->session;
  const Pace pace{std::chrono::milliseconds(target.poll_interval),
                  std::chrono::milliseconds(target.look_limit)};
  *object = MakeCom<OfflineObject>(reader_, subject, pace).Detach();
  return S_OK;
}

HRESULT ReaderOpener::Profiles(std::vector<std::u16string>& names, Explanation& why) {
  Reader::Found found;
  const HRESULT hr = reader_->Ask(Reader::Accept::kLast, found, why);
  if (FAILED(hr)) return hr;
  if (!found.known->profile.empty()) names.push_back(found.known->profile);
  return S_OK;
}

HRESULT ReaderOpener::Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                               Explanation& why) {
  Reader::Found found;
  std::uint64_t account = kProfileItself;
  const HRESULT hr = Find({profile}, found, account, why);
  if (FAILED(hr)) return hr;
  const Knowledge& known = *found.known;
  if (known.accounts.empty() && FAILED(known.listed)) {
    why.operation = "Accounts";
    return known.listed;
  }
  for (const KnownAccount& one : known.accounts) accounts.push_back(one.info);
  return S_OK;
}

HRESULT ReaderOpener::Available(Explanation& why) {
  Reader::Found found;
  return reader_->Ask(Reader::Accept::kLast, found, why);
}

HRESULT ReaderOpener::Find(const Target& target, Reader::Found& found, std::uint64_t& account,
                           Explanation& why) {
  HRESULT hr = reader_->Ask(Reader::Accept::kLast, found, why);
  if (FAILED(hr)) return hr;
  hr = FindIn(*found.known, target, account, why);
  if (SUCCEEDED(hr) || found.is_new) return hr;
  why = {};
  hr = reader_->Ask(Reader::Accept::kNew, found, why);
  return FAILED(hr) ? hr : FindIn(*found.known, target, account, why);
}

HRESULT ReaderOpener::FindIn(const Knowledge& known, const Target& target, std::uint64_t& account,
                             Explanation& why) const {
  if (known.profile.empty() || !reader_->IsSameProfile(known.profile, target.profile)) {
    why.text = known.profile.empty()
                   ? "Outlook has no profile open yet."
                   : "Outlook has only the profile " + Quoted(known.profile) + " open.";
    return MAPI_E_NOT_FOUND;
  }
  if (target.account.empty()) return S_OK;
  const auto& accounts = known.accounts;
  const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const KnownAccount& one) {
    return one.info.name == target.account;
  });
  if (found == accounts.end()) return ERR_ACCOUNT_NOT_FOUND;
  account = found->info.id;
  return S_OK;
}

}  // namespace rx_outlook::automation
