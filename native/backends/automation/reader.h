// The one reader of a process: looks at Outlook for all objects and environments, and tells their
// callbacks what has changed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "backends/automation/picture.h"
#include "backends/automation/registrations.h"
#include "backends/automation/schedule.h"
#include "backends/automation/source.h"

namespace rx_outlook::automation {

// Two threads, started when they are first needed:
// - the reader's own thread decides when to look, tells the callbacks, and never calls into
//   Outlook;
// - the looking thread makes the calls, and is abandoned when one hangs: nobody waits for it. There
//   is no other one before the hung call has returned or its Outlook has ended, so a hung Outlook
//   costs one thread. Until then every question and registration is ERR_OUTLOOK_NOT_ANSWERING.
// It looks while there is a registration, or somebody waits for a look. Methods: any thread, except
// the reader's own; each takes the reader's mutex, none holds it during a callback.
class Reader {
 public:
  using Clock = Schedule::Clock;

  struct Limits {
    // The longest time that a look may take, with its repetitions while Outlook rejects calls.
    // Until then the state is what it was.
    Clock::duration answer = std::chrono::seconds(10);
  };

  struct Sight {
    std::shared_ptr<const Picture> picture;
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

  // Waits for a look, `limits.answer` at the most. kLast takes the last picture instead if polling
  // keeps it up to date or if it is not older than a second.
  HRESULT See(Accept accept, Sight& sight, Explanation& why);

  // Reads the state of `subject`: MAPI_E_OBJECT_DELETED when it is gone.
  HRESULT StateOf(const Subject& subject, ULONG* state);

  // `interval`: the time between two looks that the registration asks for; 0 for none.
  HRESULT Advise(const Subject& subject, std::chrono::milliseconds interval, Callback callback,
                 ULONG* token);
  HRESULT Unadvise(ULONG token);

  [[nodiscard]] bool IsSameProfile(const std::u16string& left, const std::u16string& right) const;

  [[nodiscard]] Counts counts() const;

 private:
  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace rx_outlook::automation
