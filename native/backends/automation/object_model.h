// Reads one look from Outlook's object model. A looking thread, in the multithreaded apartment; no
// lock.
#pragma once

#include <windows.h>

#include <oaidl.h>

#include "backends/automation/look.h"
#include "outlook/dispatch.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

// Gets the running Outlook's Application from the table of running objects: never starts Outlook.
// ERR_OUTLOOK_NOT_REACHABLE when the table does not have it. May hang.
HRESULT FindApplication(ComPtr<IDispatch>& application, Explanation& why);

// The members that a look reads, with the numbers that one Outlook has for them.
// Account.SmtpAddress is none of them: to read it makes Outlook ask its user.
class ObjectModel {
 public:
  // Holds no object when it returns. May hang.
  HRESULT Read(IDispatch& application, Look& look, Explanation& why);

 private:
  HRESULT ReadAccounts(IDispatch& session, Look& look);
  HRESULT ReadAccount(IDispatch& account, SeenAccount& seen);

  outlook::Member session_{L"Session"};
  outlook::Member profile_name_{L"CurrentProfileName"};
  outlook::Member session_mode_{L"ExchangeConnectionMode"};
  outlook::Member accounts_{L"Accounts"};
  outlook::Member count_{L"Count"};
  outlook::Member item_{L"Item"};
  outlook::Member display_name_{L"DisplayName"};
  outlook::Member account_type_{L"AccountType"};
  outlook::Member account_mode_{L"ExchangeConnectionMode"};
};

}  // namespace rx_outlook::automation
