#include "addin/add_in.h"

#include <chrono>
#include <exception>
#include <utility>

#include "addin/object_model.h"
#include "binary/pin.h"

namespace rx_outlook::addin {
namespace {

using Clock = std::chrono::steady_clock;

// Outlook ends, or the user has unticked the add-in and looks at a dialog.
constexpr std::chrono::milliseconds kEndLimit{2'000};

std::string Microseconds(Clock::duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(time).count()) +
         " us";
}

}  // namespace

// No exception gets into Outlook, and what went wrong is in the log alone.
template <typename Body>
HRESULT AddIn::Answer(const char* what, Body body) noexcept {
  const auto begun = Clock::now();
  try {
    body();
    log_.Write({what, " took ", Microseconds(Clock::now() - begun)});
  } catch (const std::exception& error) {
    log_.Write({what, " failed: ", error.what()});
  } catch (...) {
    log_.Write({what, " failed"});
  }
  return S_OK;
}

HRESULT AddIn::OnConnection(IDispatch* Application, ext_ConnectMode ConnectMode, IDispatch*,
                            SAFEARRAY**) noexcept {
  return Answer("OnConnection", [&] {
    // Threads of ours, and Outlook's inside our code, may outlive the last reference.
    PinBinary();
    log_ = Log::WhereAskedFor();
    if (Application == nullptr || serving_) return;
    application_ = ComPtr<IDispatch>::Share(Application);
    std::wstring profile = OpenProfileName(*application_);
    // While Outlook starts it may have opened none yet; OnStartupComplete is told when it has.
    if (profile.empty() && ConnectMode == ext_cm_Startup) return;
    Serve(std::move(profile));
  });
}

HRESULT AddIn::OnStartupComplete(SAFEARRAY**) noexcept {
  return Answer("OnStartupComplete", [&] {
    if (application_) Serve(OpenProfileName(*application_));
  });
}

HRESULT AddIn::OnBeginShutdown(SAFEARRAY**) noexcept {
  return Answer("OnBeginShutdown", [&] {
    application_.Reset();
    // Not waited for here: there is OnDisconnection, or an end without another word.
    if (serving_) serving_->BeginEnd();
  });
}

HRESULT AddIn::OnDisconnection(ext_DisconnectMode, SAFEARRAY**) noexcept {
  return Answer("OnDisconnection", [&] {
    application_.Reset();
    if (!serving_) return;
    // Messages are handed out meanwhile, and with them whatever Outlook calls us for.
    const std::unique_ptr<Serving> ending = std::move(serving_);
    if (!ending->AwaitEnd(kEndLimit)) log_.Write({"does not wait for its end any longer"});
  });
}

HRESULT AddIn::OnAddInsUpdate(SAFEARRAY**) noexcept { return S_OK; }

void AddIn::Serve(std::wstring profile) {
  const ComPtr<IDispatch> application = std::move(application_);
  log_.Write({profile.empty() ? "Outlook does not say which profile is open"
                              : "Outlook has said which profile is open"});
  serving_ = std::make_unique<Serving>(std::move(profile), ProductName(*application), log_);
}

}  // namespace rx_outlook::addin
