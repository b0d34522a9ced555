#include "backends/automation/reader.h"

#include <system_error>
#include <utility>

#include "backends/automation/reader_state.h"
#include "base/unlocked.h"

namespace rx_outlook::automation {
namespace {

// Ends the wait for a reader's thread that cannot run; otherwise that thread answers in time.
constexpr Reader::Clock::duration kLate = std::chrono::seconds(5);

}  // namespace

bool Reader::State::IsFresh(const Locked& locked, Time now) const {
  if (!is_good || !outlook || outlook->HasEnded()) return false;
  return now - looked < kFresh || (registrations.has_live(locked) && looked >= polled_since);
}

Reader::Reader(std::shared_ptr<Source> source) : Reader(std::move(source), Limits{}) {}

Reader::Reader(std::shared_ptr<Source> source, Limits limits)
    : state_(std::make_shared<State>(std::move(source), limits)) {}

Reader::~Reader() {
  std::shared_ptr<const Instance> last;  // released without the mutex
  Locked locked(state_->mutex);
  state_->is_stopping = true;
  state_->changed.notify_all();
  state_->changed.wait(locked.lock(), [this] { return !state_->is_running; });
  last = std::move(state_->outlook);
  const Unlocked unlocked(locked);
  last.reset();
}

HRESULT Reader::Ask(Accept accept, Found& found, Explanation& why) {
  Locked locked(state_->mutex);
  const Schedule::Time now = Clock::now();
  if (accept == Accept::kLast && state_->IsFresh(locked, now)) {
    found = {state_->known, false};
    return S_OK;
  }
  try {
    state_->Start(locked);
  } catch (const std::system_error& error) {
    why.text = error.what();
    return ERR_OUT_OF_RESOURCES;
  }
  const std::uint64_t question = state_->questions.Add(locked);
  state_->changed.notify_all();
  const bool is_answered =
      state_->changed.wait_until(locked.lock(), now + state_->limits.answer + kLate,
                                 [&] { return state_->questions.IsAnswered(locked, question); });
  if (!is_answered) return ERR_OUTLOOK_NOT_ANSWERING;
  why = state_->questions.why(locked);
  found = {state_->known, true};
  return state_->questions.hr(locked);
}

HRESULT Reader::StateOf(const Subject& subject, ULONG* state) {
  Found found;
  Explanation why;
  const HRESULT hr = Ask(Accept::kLast, found, why);
  if (FAILED(hr)) return hr == ERR_OUTLOOK_NOT_RUNNING ? MAPI_E_OBJECT_DELETED : hr;
  const Mode* const mode = found.known->ModeOf(subject);
  if (mode == nullptr) return MAPI_E_OBJECT_DELETED;
  *state = automation::StateOf(*mode);
  return S_OK;
}

HRESULT Reader::Advise(const Subject& subject, Pace pace, Callback callback, ULONG* token) {
  const Locked locked(state_->mutex);
  if (state_->known->ModeOf(subject) == nullptr) return MAPI_E_OBJECT_DELETED;
  try {
    state_->Start(locked);
  } catch (const std::system_error&) {
    return ERR_OUT_OF_RESOURCES;
  }
  const bool is_first = !state_->registrations.has_live(locked);
  *token = state_->registrations.Add(locked, subject, pace, std::move(callback));
  if (is_first) {
    const Schedule::Time now = Clock::now();
    state_->polled_since = now - state_->looked < kFresh ? state_->looked : now;
  }
  state_->changed.notify_all();
  return S_OK;
}

HRESULT Reader::WatchAccounts(Callback callback, ULONG* token) {
  const Locked locked(state_->mutex);
  try {
    state_->Start(locked);
  } catch (const std::system_error&) {
    return ERR_OUT_OF_RESOURCES;
  }
  *token = state_->registrations.AddWatch(locked, std::move(callback));
  state_->changed.notify_all();
  return S_OK;
}

HRESULT Reader::Unadvise(ULONG token) {
  Callback removed;  // released without the mutex
  const Locked locked(state_->mutex);
  if (!state_->registrations.Remove(locked, token, removed)) return E_INVALIDARG;
  state_->changed.notify_all();
  return S_OK;
}

bool Reader::IsSameProfile(const std::u16string& left, const std::u16string& right) const {
  return state_->source->IsSameProfile(left, right);
}

Reader::Counts Reader::counts() const {
  const Locked locked(state_->mutex);
  return state_->counts;
}

}  // namespace rx_outlook::automation
