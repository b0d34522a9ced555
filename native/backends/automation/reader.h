// The reader of a process: looks at Outlook for all objects and environments, and notifies their
// callbacks of changes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "backends/automation/knowledge.h"
#include "backends/automation/registrations.h"
#include "backends/automation/schedule.h"
#include "backends/automation/source.h"

namespace rx_outlook::automation {

// Has two threads, started at their first use:
// - the reader's own thread schedules the looks and notifies the callbacks. It never calls into
//   Outlook;
// - the looking thread makes the calls, and is abandoned when one hangs: no thread waits for it.
//   Another one starts only after the hung call has returned or its Outlook has ended, so a hung
//   Outlook costs one thread. Until then every question and registration fails with
//   ERR_OUTLOOK_NOT_ANSWERING.
// Looks while there is a registration or a question. Methods: any thread; each takes the reader's
// mutex, none holds it during a callback. Ask and StateOf wait for the reader's own thread, so a
// callback must not call them.
class Reader {
 public:
  using Clock = Schedule::Clock;

  struct Limits {
    // The longest time of a look, including its repetitions while Outlook rejects calls. Until then
    // the state stays unchanged. A registration may ask for a shorter one, for all.
    Clock::duration answer = std::chrono::seconds(10);
  };

  struct Found {
    std::shared_ptr<const Knowledge> known;
    bool is_new = false;  // of a look that began after the question
  };
  enum class Accept { kLast, kNew };

  struct Counts {
    std::uint64_t looks = 0;    // begun
    std::uint64_t threads = 0;  // looking threads started
  };

  explicit Reader(std::shared_ptr<Source> source);
  Reader(std::shared_ptr<Source> source, Limits limits);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();  // waits for the reader's own thread, not for the looking one

  // Waits for a look, at most `limits.answer`. kLast returns the last knowledge instead if polling
  // keeps it up to date, or if it is not older than a second.
  HRESULT Ask(Accept accept, Found& found, Explanation& why);

  // Reads the state of `subject`: MAPI_E_OBJECT_DELETED when it is gone.
  HRESULT StateOf(const Subject& subject, ULONG* state);

  HRESULT Advise(const Subject& subject, Pace pace, Callback callback, ULONG* token);
  // Calls the callback's IAccountsChanged alone, through every failure and another profile.
  HRESULT WatchAccounts(Callback callback, ULONG* token);
  HRESULT Unadvise(ULONG token);  // of either

  [[nodiscard]] bool IsSameProfile(const std::u16string& left, const std::u16string& right) const;

  [[nodiscard]] Counts counts() const;

 private:
  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace rx_outlook::automation
