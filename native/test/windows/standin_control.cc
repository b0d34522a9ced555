#include "standin_control.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "backends/embedded/flood.h"
#include "backends/embedded/notifier.h"
#include "backends/embedded/outlook.h"
#include "base/utf.h"
#include "line.h"
#include "mapi_use.h"

namespace rx_outlook::standin {
namespace {

using embedded::Notifier;
using test::Fields;

// Sends the answer of one request. Copies belong to the same request, which gets one answer.
class Asker {
 public:
  Asker(std::string number, AnswerFunction answer) : number_(std::move(number)), answer_(answer) {}

  void Tell(const std::string& json = "null") const { Send("ok", json); }
  void Fail(const std::string& text) const { Send("error", text); }

 private:
  void Send(const char* how, const std::string& what) const {
    answer_((number_ + '\t' + how + '\t' + what).c_str());
  }

  std::string number_;
  AnswerFunction answer_;
};

// A value that is set once, and the requests that wait for it. Any thread; each method takes
// mutex_.
class Later {
 public:
  void Await(Asker asker) {
    const std::lock_guard lock(mutex_);
    if (!json_) return waiting_.push_back(std::move(asker));
    asker.Tell(*json_);
  }
  void Set(const std::string& json) {
    const std::lock_guard lock(mutex_);
    json_ = json;
    for (const Asker& asker : waiting_) asker.Tell(json);
    waiting_.clear();
  }

 private:
  std::mutex mutex_;
  std::optional<std::string> json_;
  std::vector<Asker> waiting_;
};

struct RunningFlood {
  std::shared_ptr<embedded::Flood> flood;
  std::shared_ptr<Later> done;
};

struct Hold {
  embedded::Call call;
  std::size_t number;
  std::shared_ptr<Later> entered;
  std::shared_ptr<embedded::Faults> faults;
};

// Answers when the last copy is destroyed, on that thread.
std::shared_ptr<void> TellWhenDropped(const Asker& asker) {
  return {nullptr, [asker](void*) { asker.Tell(); }};
}

class Control {
 public:
  void Ask(const Fields& fields, const Asker& asker) {
    const auto method = kMethods.find(fields.at(1));
    if (method == kMethods.end()) throw std::invalid_argument("there is no such method");
    (this->*method->second)(Fields(fields.begin() + 2, fields.end()), asker);
  }

 private:
  using Method = void (Control::*)(const Fields& arguments, const Asker& asker);

  // Makes the profiles of one test case, and removes those of the previous case.
  void Open(const Fields& names, const Asker& asker) {
    EndProfiles();
    faults_ = std::make_shared<embedded::Faults>();
    for (const std::string& name : names) {
      auto profile = embedded::CreateProfile(ToUtf16(name), faults_);
      if (!profile) throw std::invalid_argument("there is a profile " + name + " already");
      profiles_[name] = std::move(profile);
    }
    asker.Tell();
  }
  void Close(const Fields&, const Asker& asker) {
    EndProfiles();
    asker.Tell();
  }
  void SetState(const Fields& arguments, const Asker& asker) {
    Named(arguments)->ChangeAt(Notifier::Clock::now(), State(arguments.at(1)),
                               TellWhenDropped(asker));
  }
  void SetRawState(const Fields& arguments, const Asker& asker) {
    Named(arguments)->SetRawState(Number(arguments.at(1)));
    asker.Tell();
  }
  void RemoveProfile(const Fields& arguments, const Asker& asker) {
    embedded::RemoveProfile(Named(arguments));
    asker.Tell();
  }
  void DuringAdvise(const Fields& arguments, const Asker& asker) {
    Named(arguments)->DuringAdvise(State(arguments.at(1)));
    asker.Tell();
  }
  void DuringUnadvise(const Fields& arguments, const Asker& asker) {
    Named(arguments)->DuringUnadvise(State(arguments.at(1)));
    asker.Tell();
  }
  // profile, type, mask, previous, current, size
  void NotifyRaw(const Fields& arguments, const Asker& asker) {
    MAPIOFFLINE_NOTIFY notification{};
    notification.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(Number(arguments.at(1)));
    notification.Info.StateChange.ulMask = Number(arguments.at(2));
    notification.Info.StateChange.ulStateOld = Number(arguments.at(3));
    notification.Info.StateChange.ulStateNew = Number(arguments.at(4));
    notification.ulSize = Number(arguments.at(5));
    const auto profile = Named(arguments);
    Notifier::Instance().Post(Notifier::Clock::now(), profile.get(),
                              [profile, notification, told = TellWhenDropped(asker)] {
                                profile->NotifyAll(notification);
                              });
  }
  void FailNext(const Fields& arguments, const Asker& asker) {
    faults_->FailNext(CallOf(arguments), static_cast<HRESULT>(Number(arguments.at(1))));
    asker.Tell();
  }
  void PlanHold(const Fields& arguments, const Asker& asker) {
    const embedded::Call call = CallOf(arguments);
    const auto entered = std::make_shared<Later>();
    // Also sets it when the hold is cancelled.
    const std::shared_ptr<void> told(nullptr, [entered](void*) { entered->Set("null"); });
    holds_.push_back({call, faults_->HoldNext(call, [told] {}), entered, faults_});
    asker.Tell(std::to_string(holds_.size() - 1));
  }
  void HoldEntered(const Fields& arguments, const Asker& asker) {
    holds_.at(Number(arguments.at(0))).entered->Await(asker);
  }
  void ReleaseHold(const Fields& arguments, const Asker& asker) {
    const Hold& hold = holds_.at(Number(arguments.at(0)));
    hold.faults->Release(hold.call, hold.number);
    asker.Tell();
  }
  // profile, changes, threads
  void StartFlood(const Fields& arguments, const Asker& asker) {
    const auto done = std::make_shared<Later>();
    auto flood = embedded::Flood::Start(
        Named(arguments), std::stoull(arguments.at(1)), Number(arguments.at(2)),
        [done](std::uint64_t made) { done->Set(std::to_string(made)); });
    floods_.push_back({std::move(flood), done});
    asker.Tell(std::to_string(floods_.size() - 1));
  }
  void FloodDone(const Fields& arguments, const Asker& asker) {
    floods_.at(Number(arguments.at(0))).done->Await(asker);
  }
  void StopFlood(const Fields& arguments, const Asker& asker) {
    const RunningFlood& running = floods_.at(Number(arguments.at(0)));
    running.flood->Stop();
    running.done->Await(asker);
  }
  void Counters(const Fields&, const Asker& asker) {
    embedded::Counters sum;
    for (const auto& [name, profile] : profiles_) {
      const embedded::Counters one = profile->counters();
      sum.advises += one.advises;
      sum.unadvises += one.unadvises;
      sum.registrations += one.registrations;
      sum.references += one.references;
      sum.calling_threads = std::max(sum.calling_threads, one.calling_threads);
    }
    asker.Tell(R"({"advises":)" + std::to_string(sum.advises) + R"(,"unadvises":)" +
               std::to_string(sum.unadvises) + R"(,"registrations":)" +
               std::to_string(sum.registrations) + R"(,"references":)" +
               std::to_string(sum.references) + R"(,"callingThreads":)" +
               std::to_string(sum.calling_threads) + "}");
  }
  // Answers at once: the clients wait for their own requests, and the stand-in queues none.
  void Settled(const Fields&, const Asker& asker) { asker.Tell(); }
  void AskMapiUse(const Fields&, const Asker& asker) {
    const MapiUse use = CurrentMapiUse();
    asker.Tell(R"({"balance":)" + std::to_string(use.balance) + R"(,"threads":)" +
               std::to_string(use.threads) + R"(,"flags":)" + std::to_string(use.flags) +
               R"(,"apartment":)" + std::to_string(use.apartment) + "}");
  }

  // In this order, so that a released call always finds its profile removed.
  void EndProfiles() {
    for (const auto& [name, profile] : profiles_) embedded::RemoveProfile(profile);
    profiles_.clear();
    faults_->ReleaseAll();
  }

  [[nodiscard]] const std::shared_ptr<embedded::Profile>& Named(const Fields& arguments) const {
    const auto found = profiles_.find(arguments.at(0));
    if (found == profiles_.end()) throw std::invalid_argument("no profile " + arguments.at(0));
    return found->second;
  }
  static ULONG Number(const std::string& text) {
    return static_cast<ULONG>(std::stoull(text, nullptr, 10));
  }
  static ULONG State(const std::string& text) {
    return text == "online" ? MAPIOFFLINE_STATE_ONLINE : MAPIOFFLINE_STATE_OFFLINE;
  }
  static embedded::Call CallOf(const Fields& arguments) {
    for (std::size_t i = 0; i < embedded::kCallCount; ++i) {
      if (arguments.at(0) == embedded::kCallNames[i]) return static_cast<embedded::Call>(i);
    }
    throw std::invalid_argument("no call " + arguments.at(0));
  }

  static const std::map<std::string, Method> kMethods;

  std::shared_ptr<embedded::Faults> faults_ = std::make_shared<embedded::Faults>();
  std::map<std::string, std::shared_ptr<embedded::Profile>> profiles_;
  std::vector<RunningFlood> floods_;
  std::vector<Hold> holds_;
};

const std::map<std::string, Control::Method> Control::kMethods = {
    {"open", &Control::Open},
    {"close", &Control::Close},
    {"setState", &Control::SetState},
    {"setRawState", &Control::SetRawState},
    {"removeProfile", &Control::RemoveProfile},
    {"duringAdvise", &Control::DuringAdvise},
    {"duringUnadvise", &Control::DuringUnadvise},
    {"notifyRaw", &Control::NotifyRaw},
    {"failNext", &Control::FailNext},
    {"planHold", &Control::PlanHold},
    {"holdEntered", &Control::HoldEntered},
    {"releaseHold", &Control::ReleaseHold},
    {"startFlood", &Control::StartFlood},
    {"floodDone", &Control::FloodDone},
    {"stopFlood", &Control::StopFlood},
    {"counters", &Control::Counters},
    {"settled", &Control::Settled},
    {"mapiUse", &Control::AskMapiUse},
};

// Never destroyed: floods and holds can outlive static destruction.
Control& TheControl() {
  static auto* const control = new Control;
  return *control;
}

}  // namespace
}  // namespace rx_outlook::standin

extern "C" void __cdecl StandInAsk(const char* line,
                                   rx_outlook::standin::AnswerFunction answer) noexcept {
  const rx_outlook::test::Fields fields = rx_outlook::test::FieldsOf(line);
  const rx_outlook::standin::Asker asker(fields.front(), answer);
  try {
    rx_outlook::standin::TheControl().Ask(fields, asker);
  } catch (const std::exception& error) {
    asker.Fail(error.what());
  }
}
