#include "backends/automation/object_model.h"

#include <oleauto.h>

#include <utility>

#include "backends/automation/outcome.h"
#include "base/windows/system.h"

namespace rx_outlook::automation {
namespace {

constexpr CLSID kOutlookApplication = {
    0x0006f03a, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};

// Whether the whole look ends with this result. Any other failure is of one property, and leaves it
// unknown.
bool EndsLook(HRESULT hr) {
  const Outcome outcome = OutcomeOf(hr);
  return outcome == Outcome::kBusy || outcome == Outcome::kGone;
}

AccountType TypeOf(long number) {
  const bool is_known = number >= 0 && number < static_cast<long>(AccountType::kOther);
  return is_known ? static_cast<AccountType>(number) : AccountType::kOther;
}

}  // namespace

HRESULT FindApplication(ComPtr<IDispatch>& application, Explanation& why) {
  ComPtr<IUnknown> found;
  HRESULT hr = GetActiveObject(kOutlookApplication, nullptr, found.Put());
  // Wine has been seen to succeed without an object.
  if (hr == MK_E_UNAVAILABLE || (SUCCEEDED(hr) && !found)) {
    why.text = "Outlook is running, but is not in the table of running objects.";
    return ERR_OUTLOOK_NOT_REACHABLE;
  }
  if (SUCCEEDED(hr)) {
    hr = found->QueryInterface(IID_IDispatch, reinterpret_cast<void**>(application.Put()));
  }
  if (FAILED(hr)) why.operation = "GetActiveObject";
  return hr;
}

HRESULT ObjectModel::Read(IDispatch& application, Look& look, Explanation& why) {
  ComPtr<IDispatch> session;
  HRESULT hr = session_.ReadObject(application, session);
  if (FAILED(hr)) {
    why.operation = "Application.Session";
    return hr;
  }
  std::wstring profile;
  hr = profile_name_.ReadText(*session, profile);
  if (FAILED(hr)) {
    why.operation = "NameSpace.CurrentProfileName";
    return hr;
  }
  look.profile = AsUtf16(profile);
  hr = session_mode_.ReadNumber(*session, look.mode);
  if (EndsLook(hr)) return hr;
  look.listed = ReadAccounts(*session, look);
  return EndsLook(look.listed) ? look.listed : S_OK;
}

HRESULT ObjectModel::ReadAccounts(IDispatch& session, Look& look) {
  ComPtr<IDispatch> accounts;
  HRESULT hr = accounts_.ReadObject(session, accounts);
  if (FAILED(hr)) return hr;
  long count = 0;
  hr = count_.ReadNumber(*accounts, count);
  if (FAILED(hr)) return hr;
  for (long index = 1; index <= count; ++index) {
    ComPtr<IDispatch> account;
    hr = item_.ReadItem(*accounts, index, account);
    if (FAILED(hr)) return hr;  // such as one that was removed meanwhile: the next look lists anew
    SeenAccount seen;
    hr = ReadAccount(*account, seen);
    if (FAILED(hr)) return hr;
    look.accounts.push_back(std::move(seen));
  }
  return S_OK;
}

// Fails only if the whole look does.
HRESULT ObjectModel::ReadAccount(IDispatch& account, SeenAccount& seen) {
  std::wstring name;
  HRESULT hr = display_name_.ReadText(account, name);
  if (EndsLook(hr)) return hr;
  seen.name = AsUtf16(name);
  long type = 0;
  hr = account_type_.ReadNumber(account, type);
  if (EndsLook(hr)) return hr;
  if (SUCCEEDED(hr)) seen.type = TypeOf(type);
  hr = account_mode_.ReadNumber(account, seen.mode);
  return EndsLook(hr) ? hr : S_OK;
}

}  // namespace rx_outlook::automation
