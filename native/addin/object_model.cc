#include "addin/object_model.h"

#include "base/windows/text.h"
#include "outlook/dispatch.h"

namespace rx_outlook::addin {
namespace {

constexpr const char* kBits = sizeof(void*) == 4 ? "32-bit" : "64-bit";

// Returns a property's text; empty when it cannot be read now.
std::wstring TextOf(IDispatch& object, const wchar_t* property) {
  std::wstring text;
  static_cast<void>(outlook::Member(property).ReadText(object, text));
  return text;
}

}  // namespace

std::wstring OpenProfileName(IDispatch& application) {
  ComPtr<IDispatch> session;
  static_cast<void>(outlook::Member(L"Session").ReadObject(application, session));
  return session ? TextOf(*session, L"CurrentProfileName") : std::wstring();
}

std::string ProductName(IDispatch& application) {
  const std::string version = ToUtf8(TextOf(application, L"Version"));
  return "Outlook " + (version.empty() ? "of an unknown version" : version) + " (" + kBits +
         "), rx-outlook " RX_OUTLOOK_VERSION;
}

}  // namespace rx_outlook::addin
