// A fake backend whose offline objects record their calls, and a client of one backend. A test sets
// the fake up on one thread; its objects are called on any thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/session.h"
#include "test/allocation.h"
#include "test/fakes.h"

namespace rx_outlook::test {

// One object at a time. All members except the watched and atomic ones are set before a session
// starts.
class FakeOutlook {
 public:
  FakeOutlook() {
    current_ = this;
    // Recording then allocates nothing while a test makes memory short.
    calls.Update([](auto& all) { all.reserve(64); });
    threads.Update([](auto& all) { all.reserve(64); });
  }
  FakeOutlook(const FakeOutlook&) = delete;
  FakeOutlook& operator=(const FakeOutlook&) = delete;
  ~FakeOutlook() { current_ = nullptr; }

  const Backend backend{"fake", Enter};

  std::map<std::string, HRESULT> answers;               // by call; S_OK for a missing one
  std::map<std::string, std::function<void()>> during;  // run within the call
  std::optional<bool> gives_object;                     // not set: if Open succeeds
  Explanation explanation;                              // of every failure
  std::vector<std::u16string> profiles;
  std::vector<AccountInfo> accounts;  // of every profile
  ULONG capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE;
  ULONG next_token = 0;
  std::atomic<ULONG> state{MAPIOFFLINE_STATE_ONLINE};
  std::atomic<std::uint32_t> poll_interval{0};  // of the last Open

  Watched<std::vector<std::string>> calls;  // recorded at their start, with their numbers
  Watched<std::vector<std::thread::id>> threads;
  Watched<std::map<ULONG, ComPtr<IMAPIOfflineNotify>>> callbacks;
  std::atomic<int> objects{0};

  // Records a call, runs the test's function within it, and returns the test's answer.
  HRESULT Meet(const std::string& name, const std::string& arguments = "") {
    const Exempt exempt;
    calls.Update([&](auto& all) { all.push_back(name + arguments); });
    threads.Update([](auto& all) { all.push_back(std::this_thread::get_id()); });
    if (const auto inside = during.find(name); inside != during.end()) inside->second();
    const auto answer = answers.find(name);
    return answer == answers.end() ? S_OK : answer->second;
  }

  HRESULT Open(const std::u16string& profile, IMAPIOfflineMgr** object,
               const std::u16string& account = {});

  [[nodiscard]] bool AwaitCall(const std::string& name) const {
    return calls.Await([&name](const auto& all) { return Count(all, name) > 0; });
  }
  [[nodiscard]] std::ptrdiff_t CountOf(const std::string& name) const {
    return Count(calls.Get(), name);
  }

 private:
  class Object;
  class FakeOpener;

  static std::ptrdiff_t Count(const std::vector<std::string>& all, const std::string& name) {
    return std::count_if(all.begin(), all.end(), [&name](const std::string& call) {
      return call == name || call.rfind(name + " ", 0) == 0;
    });
  }

  static HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation& why);

  static inline FakeOutlook* current_ = nullptr;
};

class FakeOutlook::Object final : public ComObject<Object, IMAPIOfflineMgr> {
 public:
  explicit Object(FakeOutlook& outlook) : outlook_(outlook) { ++outlook_.objects; }

  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG flags, ULONG mask, ULONG state,
                                            void* reserved) noexcept override {
    const Exempt exempt;
    return outlook_.Meet("SetCurrentState",
                         Words({flags, mask, state}) + (reserved == nullptr ? "" : " reserved"));
  }
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* capabilities) noexcept override {
    const Exempt exempt;
    *capabilities = outlook_.capabilities;
    return outlook_.Meet("GetCapabilities");
  }
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* state) noexcept override {
    const Exempt exempt;
    const HRESULT hr = outlook_.Meet("GetCurrentState");
    *state = outlook_.state;
    return hr;
  }
  HRESULT STDMETHODCALLTYPE Advise(ULONG flags, MAPIOFFLINE_ADVISEINFO* info,
                                   ULONG* token) noexcept override {
    const Exempt exempt;
    const ULONG given = outlook_.next_token++;
    ComPtr<IMAPIOfflineNotify> callback;
    info->pCallback->QueryInterface(IID_IMAPIOfflineNotify,
                                    reinterpret_cast<void**>(callback.Put()));
    // Before Meet: the test's function may notify.
    outlook_.callbacks.Update([&](auto& all) { all[given] = std::move(callback); });
    const HRESULT hr = outlook_.Meet("Advise", Words({flags}));
    if (FAILED(hr)) {
      outlook_.callbacks.Update([given](auto& all) { all.erase(given); });
      return hr;
    }
    *token = given;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG flags, ULONG token) noexcept override {
    const Exempt exempt;
    const HRESULT hr = outlook_.Meet("Unadvise", Words({flags, token}));
    outlook_.callbacks.Update([token](auto& all) { all.erase(token); });
    return hr;
  }
  HRESULT STDMETHODCALLTYPE Placeholder1() noexcept override { return outlook_.Meet("slot 6"); }
  HRESULT STDMETHODCALLTYPE Placeholder2() noexcept override { return outlook_.Meet("slot 9"); }
  HRESULT STDMETHODCALLTYPE Placeholder3() noexcept override { return outlook_.Meet("slot 10"); }
  HRESULT STDMETHODCALLTYPE Placeholder4() noexcept override { return outlook_.Meet("slot 11"); }
  HRESULT STDMETHODCALLTYPE Placeholder5() noexcept override { return outlook_.Meet("slot 12"); }
  HRESULT STDMETHODCALLTYPE Placeholder6() noexcept override { return outlook_.Meet("slot 13"); }
  HRESULT STDMETHODCALLTYPE Placeholder7() noexcept override { return outlook_.Meet("slot 14"); }
  HRESULT STDMETHODCALLTYPE Placeholder8() noexcept override { return outlook_.Meet("slot 15"); }

 private:
  friend ComObject<Object, IMAPIOfflineMgr>;
  ~Object() { --outlook_.objects; }

  static std::string Words(std::initializer_list<ULONG> values) {
    std::string text;
    for (const ULONG value : values) text += " " + std::to_string(value);
    return text;
  }

  FakeOutlook& outlook_;
};

class FakeOutlook::FakeOpener final : public Opener {
 public:
  explicit FakeOpener(FakeOutlook& outlook) : outlook_(outlook) {}
  ~FakeOpener() override {
    const Exempt exempt;
    const auto inside = outlook_.during.find("leave");
    if (inside != outlook_.during.end()) inside->second();
    outlook_.threads.Update([](auto& all) { all.push_back(std::this_thread::get_id()); });
    // The last access to outlook_: a test may end when it has seen the call.
    outlook_.calls.Update([](auto& all) { all.push_back("leave"); });
  }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    why = outlook_.explanation;
    outlook_.poll_interval = target.poll_interval;
    return outlook_.Open(target.profile, object, target.account);
  }
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    names = outlook_.profiles;
    why = outlook_.explanation;
    return outlook_.Meet("Profiles");
  }
  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override {
    accounts = outlook_.accounts;
    why = outlook_.explanation;
    return outlook_.Meet("Accounts", " " + std::to_string(profile.size()));
  }
  HRESULT Available(Explanation& why) override {
    const Exempt exempt;
    why = outlook_.explanation;
    return outlook_.Meet("Available");
  }

 private:
  FakeOutlook& outlook_;
};

inline HRESULT FakeOutlook::Open(const std::u16string& profile, IMAPIOfflineMgr** object,
                                 const std::u16string& account) {
  const Exempt exempt;
  std::string sizes = " " + std::to_string(profile.size());
  if (!account.empty()) sizes += " " + std::to_string(account.size());
  const HRESULT hr = Meet("Open", sizes);
  if (gives_object.value_or(SUCCEEDED(hr))) *object = MakeCom<Object>(*this).Detach();
  return hr;
}

inline HRESULT FakeOutlook::Enter(std::unique_ptr<Opener>& opener, Explanation& why) {
  const Exempt exempt;
  const HRESULT hr = current_->Meet("enter");
  why = current_->explanation;
  if (SUCCEEDED(hr)) opener = std::make_unique<FakeOpener>(*current_);
  return hr;
}

// Frees a callback at the end of a test. A callback that an object has released too often is never
// freed otherwise.
inline void FreeAbandoned(IMAPIOfflineNotify* callback) {
  static_cast<Registration*>(callback)->Disown();
}

// One environment's session on one backend, with its queue.
class Client {
 public:
  explicit Client(const Backend& backend, std::size_t bound = NotificationQueue::kDefaultBound)
      : inbox(bound), session(std::make_shared<Session>(backend, inbox.queue)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { Close(WithinLimit()); }

  // Closes the session like an environment.
  void Close(Dispatcher::Deadline deadline) {
    if (session == nullptr) return;
    inbox.queue->Close();
    session->BeginClose();
    session->FinishClose(deadline);
    session.reset();
  }

  // Subscribes at once: Flush does not wait for further subscriptions.
  void Subscribe(RegistrationKey key, std::u16string profile, std::u16string account = {},
                 Listens listens = Listens::kToState) const {
    session->Subscribe(key, std::move(profile), std::move(account), listens);
    session->Flush();
  }
  void Unsubscribe(RegistrationKey key) const {
    session->Unsubscribe(key);
    session->Flush();
  }

  // Waits until all earlier requests are done.
  [[nodiscard]] bool Settle() {
    const std::uint32_t request = ++settled_;
    session->Settle(request);
    return inbox.AwaitAnswer(request);
  }

  Inbox inbox;
  std::shared_ptr<Session> session;

 private:
  std::uint32_t settled_ = 1'000'000'000;
};

}  // namespace rx_outlook::test
