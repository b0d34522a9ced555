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
  Reader::Sight sight;
  Subject subject;
  const HRESULT hr = Find(target, sight, subject.account, why);
  if (FAILED(hr)) return hr;
  subject.session = sight.picture->session;
  *object =
      MakeCom<OfflineObject>(reader_, subject, std::chrono::milliseconds(target.poll_interval))
          .Detach();
  return S_OK;
}

HRESULT ReaderOpener::Profiles(std::vector<std::u16string>& names, Explanation& why) {
  Reader::Sight sight;
  const HRESULT hr = reader_->See(Reader::Accept::kLast, sight, why);
  if (FAILED(hr)) return hr;
  if (!sight.picture->profile.empty()) names.push_back(sight.picture->profile);
  return S_OK;
}

HRESULT ReaderOpener::Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                               Explanation& why) {
  Reader::Sight sight;
  std::uint64_t account = kProfileItself;
  const HRESULT hr = Find({profile}, sight, account, why);
  if (FAILED(hr)) return hr;
  const Picture& picture = *sight.picture;
  if (picture.accounts.empty() && FAILED(picture.listed)) {
    why.operation = "Accounts";
    return picture.listed;
  }
  for (const KnownAccount& one : picture.accounts) accounts.push_back(one.info);
  return S_OK;
}

HRESULT ReaderOpener::Available(Explanation& why) {
  Reader::Sight sight;
  return reader_->See(Reader::Accept::kLast, sight, why);
}

HRESULT ReaderOpener::Find(const Target& target, Reader::Sight& sight, std::uint64_t& account,
                           Explanation& why) {
  HRESULT hr = reader_->See(Reader::Accept::kLast, sight, why);
  if (FAILED(hr)) return hr;
  hr = FindIn(*sight.picture, target, account, why);
  if (SUCCEEDED(hr) || sight.is_new) return hr;
  why = {};
  hr = reader_->See(Reader::Accept::kNew, sight, why);
  return FAILED(hr) ? hr : FindIn(*sight.picture, target, account, why);
}

HRESULT ReaderOpener::FindIn(const Picture& picture, const Target& target, std::uint64_t& account,
                             Explanation& why) const {
  if (picture.profile.empty() || !reader_->IsSameProfile(picture.profile, target.profile)) {
    why.text = picture.profile.empty()
                   ? "Outlook has no profile open yet."
                   : "Outlook has only the profile " + Quoted(picture.profile) + " open.";
    return MAPI_E_NOT_FOUND;
  }
  if (target.account.empty()) return S_OK;
  const auto& accounts = picture.accounts;
  const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const KnownAccount& one) {
    return one.info.name == target.account;
  });
  if (found == accounts.end()) return ERR_ACCOUNT_NOT_FOUND;
  account = found->info.id;
  return S_OK;
}

}  // namespace rx_outlook::automation
