#include "addin/add_in.h"

#include <chrono>
#include <exception>
#include <utility>

#include "addin/object_model.h"
#include "binary/pin.h"

namespace rx_outlook::addin {
namespace {

using Clock = std::chrono::steady_clock;

// The longest wait while Outlook ends, or while the user who switched the add-in off sees a dialog.
constexpr std::chrono::milliseconds kEndLimit{2'000};

std::string Microseconds(Clock::duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(time).count()) +
         " us";
}

}  // namespace

// Catches every exception: none may reach Outlook. Failures appear only in the log.
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
    // Our threads, and Outlook's in our code, may outlive the last reference.
    PinBinary();
    log_ = Log::WhereAskedFor();
    if (Application == nullptr || serving_) return;
    application_ = ComPtr<IDispatch>::Share(Application);
    std::wstring profile = OpenProfileName(*application_);
    // Outlook may not have opened a profile yet while it starts; it calls OnStartupComplete then.
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
    Withdraw();
    // OnDisconnection waits for the end; Outlook may also end without calling it.
    if (serving_) serving_->BeginEnd();
  });
}

HRESULT AddIn::OnDisconnection(ext_DisconnectMode, SAFEARRAY**) noexcept {
  return Answer("OnDisconnection", [&] {
    application_.Reset();
    Withdraw();
    if (!serving_) return;
    // Emptied first: the wait dispatches messages, so Outlook can call this object meanwhile.
    const std::unique_ptr<Serving> ending = std::move(serving_);
    if (!ending->AwaitEnd(kEndLimit)) log_.Write({"stops waiting for the server's end"});
  });
}

HRESULT AddIn::OnAddInsUpdate(SAFEARRAY**) noexcept { return S_OK; }

void AddIn::Serve(std::wstring profile) {
  const ComPtr<IDispatch> application = std::move(application_);
  log_.Write({profile.empty() ? "Outlook does not report the open profile"
                              : "Outlook has reported the open profile"});
  shared_ = std::make_shared<SharedApplication>(*application);
  SetApplication(shared_);
  serving_ = std::make_unique<Serving>(std::move(profile), ProductName(*application), log_);
}

// Outlook's own reference to its Application must be the last one.
void AddIn::Withdraw() noexcept {
  if (shared_) shared_->Withdraw();
  shared_.reset();
}

}  // namespace rx_outlook::addin
