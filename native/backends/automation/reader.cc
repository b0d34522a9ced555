#include "backends/automation/reader.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "backends/automation/outcome.h"
#include "base/thread.h"

namespace rx_outlook::automation {
namespace {

using Time = Schedule::Time;

// Knowledge of this age needs no other look.
constexpr Reader::Clock::duration kFresh = std::chrono::seconds(1);
// Ends the wait for a reader's thread that cannot run; otherwise that thread answers in time.
constexpr Reader::Clock::duration kLate = std::chrono::seconds(5);

// Releases the mutex while it lives.
class Unlocked {
 public:
  explicit Unlocked(Locked& locked) : lock_(locked.lock()) { lock_.unlock(); }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() { lock_.lock(); }

 private:
  std::unique_lock<std::mutex>& lock_;
};

// The work of one looking thread. Guarded by the reader's mutex.
struct LookingThread {
  enum class Stage { kFree, kAsked, kLooking, kAnswered };
  Stage stage = Stage::kFree;
  bool is_hung = false;       // the answer is late, and is ignored when it comes
  bool is_abandoned = false;  // the thread ends when its call returns
  std::shared_ptr<const Instance> outlook;
  HRESULT hr = S_OK;
  Look look;
  Explanation why;
};

}  // namespace

// Shared by the reader and its threads. Methods: the reader's own thread, unless stated.
struct Reader::State : std::enable_shared_from_this<State> {
  State(std::shared_ptr<Source> source_given, Limits limits_given)
      : source(std::move(source_given)), limits(limits_given) {}

  void Run();
  void Step(Locked& locked);
  void BeginLook(Locked& locked);
  bool FindOutlook(Locked& locked);
  bool HaveThread(Locked& locked);
  void TakeAnswer(Locked& locked);
  void Publish(Locked& locked, const Look& look);
  // Ends every registration, and answers every question.
  void Fail(Locked& locked, HRESULT hr, Explanation why = {});
  // Ends every registration. The questions are answered by the next Outlook.
  void EndSession(Locked& locked, HRESULT reason);
  void Answer(const Locked& locked, std::uint64_t up_to, HRESULT hr, Explanation why = {});

  void Say(Locked& locked, Announcement announcement);

  // A looking thread.
  void RunLooker(const std::shared_ptr<LookingThread>& own);

  // Any thread.
  void Start(const Locked& locked);
  [[nodiscard]] bool IsFresh(const Locked& locked, Time now) const;
  [[nodiscard]] bool HasUsers(const Locked& locked) const {
    return IsAwaited(locked) || registrations.has_watches(locked);
  }
  // Whether a failure has to be told.
  [[nodiscard]] bool IsAwaited(const Locked& locked) const {
    return answered < asked || registrations.has_live(locked);
  }
  std::function<void()> Waking(bool kicks);

  const std::shared_ptr<Source> source;
  const Limits limits;

  std::mutex mutex;  // guards the members below
  std::condition_variable changed;
  bool is_running = false;
  bool is_stopping = false;
  Registrations registrations;
  Schedule schedule;
  SessionNumber last_session = 0;
  std::shared_ptr<const Knowledge> known = std::make_shared<const Knowledge>();
  bool is_good = false;  // whether the last look succeeded
  Time looked;           // the time of that look
  Time polled_since;     // the start of polling: of the first registration
  std::shared_ptr<const Instance> outlook;
  std::shared_ptr<LookingThread> looking;
  std::optional<Time> begun;  // the first attempt of the look under way
  std::uint64_t asked = 0;    // number of the last question
  std::uint64_t covered = 0;  // number of the last question before the look under way
  std::uint64_t answered = 0;
  HRESULT answer = S_OK;
  Explanation answer_why;
  Counts counts;
};

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
  if (looking) looking->is_abandoned = true;
  is_running = false;
  changed.notify_all();
}

void Reader::State::Step(Locked& locked) {
  if (outlook && outlook->HasEnded()) return EndSession(locked, kDisconnectedObject);
  if (looking && looking->stage == LookingThread::Stage::kAnswered) return TakeAnswer(locked);
  if (!HasUsers(locked)) {
    begun.reset();
    changed.wait(locked.lock());
    return;
  }
  const Time now = Clock::now();
  if (looking && looking->stage != LookingThread::Stage::kFree) {
    // `begun` is empty when the last user has left during the look.
    if (!begun) begun = now;
    if (!looking->is_hung && now < *begun + limits.answer) {
      changed.wait_until(locked.lock(), *begun + limits.answer);
      return;
    }
    const bool was_hung = std::exchange(looking->is_hung, true);
    if (!was_hung || IsAwaited(locked)) return Fail(locked, ERR_OUTLOOK_NOT_ANSWERING);
    changed.wait(locked.lock());
    return;
  }
  const Time due = answered < asked ? schedule.DueAtOnce()
                                    : schedule.DueFor(registrations.WishFor(locked, *known), now);
  if (now < due) {
    changed.wait_until(locked.lock(), due);
  } else {
    BeginLook(locked);
  }
}

void Reader::State::BeginLook(Locked& locked) {
  if (!begun) begun = Clock::now();
  if (!FindOutlook(locked) || !HaveThread(locked)) return;
  covered = asked;
  looking->outlook = outlook;
  looking->stage = LookingThread::Stage::kAsked;
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
  auto made = std::make_shared<LookingThread>();
  try {
    StartThread([self = shared_from_this(), made] { self->RunLooker(made); });
  } catch (const std::system_error& error) {
    Fail(locked, ERR_OUT_OF_RESOURCES, {{}, error.what()});
    return false;
  }
  looking = std::move(made);
  ++counts.threads;
  return true;
}

void Reader::State::RunLooker(const std::shared_ptr<LookingThread>& own) {
  // Both outlive `locked`: they are destroyed without the mutex.
  std::unique_ptr<Looker> looker;
  std::shared_ptr<const Instance> looked_at;
  Locked locked(mutex);
  for (;;) {
    changed.wait(locked.lock(), [&own] {
      return own->is_abandoned || own->stage == LookingThread::Stage::kAsked;
    });
    looked_at = std::move(own->outlook);
    if (own->is_abandoned) return;
    own->stage = LookingThread::Stage::kLooking;
    Look look;
    Explanation why;
    HRESULT hr = E_OUTOFMEMORY;
    {
      const Unlocked unlocked(locked);
      try {
        if (!looker) looker = source->MakeLooker(Waking(true));
        hr = looker->Take(*looked_at, look, why);
      } catch (const std::bad_alloc&) {
        hr = E_OUTOFMEMORY;
      }
      looked_at.reset();
    }
    own->hr = hr;
    own->look = std::move(look);
    own->why = std::move(why);
    own->stage = LookingThread::Stage::kAnswered;
    changed.notify_all();
    if (!looker) continue;
    const Unlocked unlocked(locked);
    looker->Rest();
  }
}

void Reader::State::TakeAnswer(Locked& locked) {
  looking->stage = LookingThread::Stage::kFree;
  if (std::exchange(looking->is_hung, false)) {
    begun.reset();
    return;
  }
  const HRESULT hr = looking->hr;
  const Look look = std::move(looking->look);
  Explanation why = std::move(looking->why);
  switch (OutcomeOf(hr)) {
    case Outcome::kAnswered:
      return Publish(locked, look);
    case Outcome::kBusy:
      schedule.Rejected(Clock::now());
      if (begun && schedule.DueAtOnce() < *begun + limits.answer) return;
      return Fail(locked, ERR_OUTLOOK_NOT_ANSWERING);
    case Outcome::kGone: {
      const bool has_ended = outlook && outlook->HasEnded();
      EndSession(locked, kDisconnectedObject);
      return Answer(locked, covered,
                    has_ended ? ERR_OUTLOOK_NOT_RUNNING : ERR_OUTLOOK_NOT_REACHABLE);
    }
    case Outcome::kFailed:
      return Fail(locked, hr, std::move(why));
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
  Answer(locked, covered, S_OK);
  Say(locked, std::move(announcement));
}

void Reader::State::Fail(Locked& locked, HRESULT hr, Explanation why) {
  Announcement announcement = registrations.EndAll(locked, hr);
  is_good = false;
  begun.reset();
  schedule.Looked(Clock::now(), false);
  Answer(locked, asked, hr, std::move(why));
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
  if (looking && looking->stage != LookingThread::Stage::kFree) {
    looking->is_abandoned = true;
    looking.reset();
  }
  changed.notify_all();
  {
    const Unlocked unlocked(locked);
    ended.reset();
  }
  Say(locked, std::move(announcement));
}

// Without the mutex, also for the release of the callbacks.
void Reader::State::Say(Locked& locked, Announcement announcement) {
  if (announcement.empty()) return;
  const Unlocked unlocked(locked);
  const Announcement said = std::move(announcement);
  said.Say();
}

void Reader::State::Answer(const Locked&, std::uint64_t up_to, HRESULT hr, Explanation why) {
  answered = std::max(answered, up_to);
  answer = hr;
  answer_why = std::move(why);
  changed.notify_all();
}

void Reader::State::Start(const Locked&) {
  if (is_running) return;
  StartThread([self = shared_from_this()] { self->Run(); });
  is_running = true;
}

bool Reader::State::IsFresh(const Locked& locked, Time now) const {
  if (!is_good || !outlook || outlook->HasEnded()) return false;
  return now - looked < kFresh || (registrations.has_live(locked) && looked >= polled_since);
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
  const Time now = Clock::now();
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
  const std::uint64_t question = ++state_->asked;
  state_->changed.notify_all();
  const bool is_answered =
      state_->changed.wait_until(locked.lock(), now + state_->limits.answer + kLate,
                                 [&] { return state_->answered >= question; });
  if (!is_answered) return ERR_OUTLOOK_NOT_ANSWERING;
  why = state_->answer_why;
  found = {state_->known, true};
  return state_->answer;
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

HRESULT Reader::Advise(const Subject& subject, std::chrono::milliseconds interval,
                       Callback callback, ULONG* token) {
  const Locked locked(state_->mutex);
  if (state_->known->ModeOf(subject) == nullptr) return MAPI_E_OBJECT_DELETED;
  try {
    state_->Start(locked);
  } catch (const std::system_error&) {
    return ERR_OUT_OF_RESOURCES;
  }
  const bool is_first = !state_->registrations.has_live(locked);
  *token = state_->registrations.Add(locked, subject, interval, std::move(callback));
  if (is_first) {
    const Time now = Clock::now();
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
