// The reader's own thread: waits until a look is due, and begins it.
#include <new>
#include <system_error>
#include <utility>

#include "backends/automation/outcome.h"
#include "backends/automation/reader_state.h"
#include "base/thread.h"
#include "base/unlocked.h"

namespace rx_outlook::automation {

void Reader::State::Start(const Locked&) {
  if (is_running) return;
  StartThread([self = shared_from_this()] { self->Run(); });
  is_running = true;
}

void Reader::State::Run() {
  Locked locked(mutex);
  while (!is_stopping) {
    try {
      Step(locked);
    } catch (const std::bad_alloc&) {
      try {
        Fail(locked, E_OUTOFMEMORY);
      } catch (const std::bad_alloc&) {
        changed.wait_for(locked.lock(), Schedule::kFirstRetry);
      }
    }
  }
  if (looking) looking->Abandon(locked);
  is_running = false;
  changed.notify_all();
}

void Reader::State::Step(Locked& locked) {
  if (outlook && outlook->HasEnded()) return EndSession(locked, kDisconnectedObject);
  if (looking && looking->has_answered(locked)) return TakeAnswer(locked);
  if (!HasUsers(locked)) {
    begun.reset();
    changed.wait(locked.lock());
    return;
  }
  const Time now = Clock::now();
  if (looking && !looking->is_free(locked)) return AwaitLook(locked, now);
  const Time due = questions.has_open(locked)
                       ? schedule.DueAtOnce()
                       : schedule.DueFor(registrations.WishFor(locked, *known), now);
  if (now < due) {
    changed.wait_until(locked.lock(), due);
  } else {
    BeginLook(locked);
  }
}

void Reader::State::AwaitLook(Locked& locked, Time now) {
  // `begun` is empty when the last user has left during the look.
  if (!begun) begun = now;
  const Time until = *begun + registrations.LimitWithin(locked, limits.answer);
  if (!looking->is_hung(locked) && now < until) {
    changed.wait_until(locked.lock(), until);
    return;
  }
  const bool is_news = looking->GiveUp(locked);
  if (is_news || IsAwaited(locked)) return Fail(locked, ERR_OUTLOOK_NOT_ANSWERING);
  changed.wait(locked.lock());
}

void Reader::State::BeginLook(Locked& locked) {
  if (!begun) begun = Clock::now();
  if (!FindOutlook(locked) || !HaveThread(locked)) return;
  questions.Cover(locked);
  looking->Begin(locked, outlook);
  ++counts.looks;
  changed.notify_all();
}

bool Reader::State::FindOutlook(Locked& locked) {
  if (outlook) return true;
  std::shared_ptr<const Instance> found;
  Explanation why;
  HRESULT hr = S_OK;
  {
    const Unlocked unlocked(locked);
    hr = source->Find(Waking(false), found, why);
  }
  if (SUCCEEDED(hr)) {
    outlook = std::move(found);
    return true;
  }
  Fail(locked, hr, std::move(why));
  return false;
}

bool Reader::State::HaveThread(Locked& locked) {
  if (looking) return true;
  try {
    looking = LookingThread::Start(shared_from_this(), source, Waking(true));
  } catch (const std::system_error& error) {
    Fail(locked, ERR_OUT_OF_RESOURCES, {{}, error.what()});
    return false;
  }
  ++counts.threads;
  return true;
}

// Holds no reference: Windows may call the function during the reader's destruction.
std::function<void()> Reader::State::Waking(bool kicks) {
  return [weak = weak_from_this(), kicks] {
    const std::shared_ptr<State> self = weak.lock();
    if (!self) return;
    const Locked locked(self->mutex);
    if (kicks) self->schedule.Kick();
    self->changed.notify_all();
  };
}

}  // namespace rx_outlook::automation
