// What the reader and its threads share, and the work of the reader's own thread: it schedules the
// looks and notifies the callbacks. reader_looks.cc begins the looks, reader_results.cc takes what
// they have found.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "backends/automation/looking_thread.h"
#include "backends/automation/monitor.h"
#include "backends/automation/questions.h"
#include "backends/automation/reader.h"
#include "base/locked.h"

namespace rx_outlook::automation {

// Knowledge of this age needs no other look.
inline constexpr Reader::Clock::duration kFresh = std::chrono::seconds(1);

// Methods: the reader's own thread, unless stated. Those with a Locked have the mutex; the ones
// that take it as not const may release it for a while.
struct Reader::State : Monitor, std::enable_shared_from_this<State> {
  using Time = Schedule::Time;

  State(std::shared_ptr<Source> source_given, Limits limits_given)
      : source(std::move(source_given)), limits(limits_given) {}

  void Run();
  void Step(Locked& locked);
  void AwaitLook(Locked& locked, Time now);
  void BeginLook(Locked& locked);
  bool FindOutlook(Locked& locked);
  bool HaveThread(Locked& locked);
  void TakeAnswer(Locked& locked);
  void Publish(Locked& locked, const Look& look);
  // Ends every registration, and answers every question.
  void Fail(Locked& locked, HRESULT hr, Explanation why = {});
  // Ends every registration. The questions are answered by the next Outlook.
  void EndSession(Locked& locked, HRESULT reason);
  void AnswerCovered(const Locked& locked, HRESULT hr);
  void Say(Locked& locked, Announcement announcement);

  // Any thread.
  void Start(const Locked& locked);
  [[nodiscard]] bool IsFresh(const Locked& locked, Time now) const;
  [[nodiscard]] bool HasUsers(const Locked& locked) const {
    return IsAwaited(locked) || registrations.has_watches(locked);
  }
  // Whether a failure has to be told.
  [[nodiscard]] bool IsAwaited(const Locked& locked) const {
    return questions.has_open(locked) || registrations.has_live(locked);
  }
  std::function<void()> Waking(bool kicks);

  const std::shared_ptr<Source> source;
  const Limits limits;

  // The mutex guards the members below.
  bool is_running = false;
  bool is_stopping = false;
  Registrations registrations;
  Questions questions;
  Schedule schedule;
  SessionNumber last_session = 0;
  std::shared_ptr<const Knowledge> known = std::make_shared<const Knowledge>();
  bool is_good = false;  // whether the last look succeeded
  Time looked;           // the time of that look
  Time polled_since;     // the start of polling: of the first registration
  std::shared_ptr<const Instance> outlook;
  std::shared_ptr<LookingThread> looking;
  std::optional<Time> begun;  // the first attempt of the look under way
  Counts counts;
};

}  // namespace rx_outlook::automation
