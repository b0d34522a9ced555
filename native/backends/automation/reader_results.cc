// The reader's own thread: takes what a look has found, or that it has failed, and tells it.
#include <optional>
#include <utility>

#include "backends/automation/outcome.h"
#include "backends/automation/reader_state.h"
#include "base/unlocked.h"

namespace rx_outlook::automation {

void Reader::State::TakeAnswer(Locked& locked) {
  std::optional<LookingThread::Answer> answer = looking->Take(locked);
  if (!answer) {
    begun.reset();
    return;
  }
  switch (OutcomeOf(answer->hr)) {
    case Outcome::kAnswered:
      return Publish(locked, answer->look);
    case Outcome::kBusy:
      schedule.Rejected(Clock::now());
      if (begun &&
          schedule.DueAtOnce() < *begun + registrations.LimitWithin(locked, limits.answer)) {
        return;
      }
      return Fail(locked, ERR_OUTLOOK_NOT_ANSWERING);
    case Outcome::kGone: {
      const bool has_ended = outlook && outlook->HasEnded();
      EndSession(locked, kDisconnectedObject);
      return AnswerCovered(locked, has_ended ? ERR_OUTLOOK_NOT_RUNNING : ERR_OUTLOOK_NOT_REACHABLE);
    }
    case Outcome::kFailed:
      return Fail(locked, answer->hr, std::move(answer->why));
  }
}

void Reader::State::Publish(Locked& locked, const Look& look) {
  const bool is_next = known->session != 0 && known->profile == look.profile;
  Knowledge before = is_next ? *known : Knowledge{};
  if (!is_next) before.session = last_session + 1;
  auto after = std::make_shared<const Knowledge>(Update(before, look));
  Differences differences;
  if (is_next) differences = Compare(before, *after);
  Announcement announcement;
  if (is_next) {
    announcement = registrations.Announce(locked, differences);
  } else if (last_session != 0) {
    announcement = registrations.Replace(locked);
  }
  last_session = after->session;
  known = std::move(after);
  looked = Clock::now();
  is_good = true;
  begun.reset();
  schedule.Looked(looked, !differences.empty());
  AnswerCovered(locked, S_OK);
  Say(locked, std::move(announcement));
}

void Reader::State::Fail(Locked& locked, HRESULT hr, Explanation why) {
  Announcement announcement = registrations.EndAll(locked, hr);
  is_good = false;
  begun.reset();
  schedule.Looked(Clock::now(), false);
  questions.AnswerAll(locked, hr, std::move(why));
  changed.notify_all();
  Say(locked, std::move(announcement));
}

void Reader::State::EndSession(Locked& locked, HRESULT reason) {
  auto nothing = std::make_shared<const Knowledge>();
  Announcement announcement = registrations.EndAll(locked, reason);
  known = std::move(nothing);
  is_good = false;
  begun.reset();
  std::shared_ptr<const Instance> ended = std::exchange(outlook, nullptr);
  // Abandons a call into that Outlook, which may still be under way.
  if (looking && !looking->is_free(locked)) {
    looking->Abandon(locked);
    looking.reset();
  }
  changed.notify_all();
  {
    const Unlocked unlocked(locked);
    ended.reset();
  }
  Say(locked, std::move(announcement));
}

void Reader::State::AnswerCovered(const Locked& locked, HRESULT hr) {
  questions.AnswerCovered(locked, hr);
  changed.notify_all();
}

// Without the mutex, also for the release of the callbacks.
void Reader::State::Say(Locked& locked, Announcement announcement) {
  if (announcement.empty()) return;
  const Unlocked unlocked(locked);
  const Announcement said = std::move(announcement);
  said.Say();
}

}  // namespace rx_outlook::automation
