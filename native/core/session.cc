#include "core/session.h"

#include <new>
#include <utility>

namespace rx_outlook {
namespace {

using Question = IAnswersLater::Question;

HRESULT AskNow(IMAPIOfflineMgr& object, Question question, ULONG state, ULONG& value) {
  switch (question) {
    case Question::kGetCapabilities:
      return object.GetCapabilities(&value);
    case Question::kGetCurrentState:
      return object.GetCurrentState(&value);
    case Question::kSetCurrentState:
      // Never FLAG_BLOCK: from inside a Notify it deadlocks, and it would hold every other call.
      return object.SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK, state,
                                    nullptr);
    case Question::kClose:
      break;  // that is its last reference's to do
  }
  return S_OK;
}

// A name that there is no memory for is left out.
std::u16string CopyOf(const std::u16string& name) noexcept {
  try {
    return name;
  } catch (const std::bad_alloc&) {
    return {};
  }
}

}  // namespace

Session::Session(const Backend& backend, std::shared_ptr<NotificationQueue> queue,
                 std::shared_ptr<Dispatcher::Turn> turn)
    : queue_(std::move(queue)),
      turn_(std::move(turn)),
      close_(Close()),
      dispatcher_(Dispatcher::Of(backend)) {}

Dispatcher::Tasks Session::Close() {
  Dispatcher::Tasks close;
  close.emplace_back([this] {
    const auto self = std::move(kept_);
    for (auto& [key, subscription] : subscriptions_) static_cast<void>(Finish(subscription));
    subscriptions_.clear();
    objects_.clear();
    closed_.set_value();
  });
  return close;
}

Dispatcher::Tasks Session::EndOf(RegistrationKey key) {
  Dispatcher::Tasks end;
  end.emplace_back([this, key] { static_cast<void>(End(key)); });
  return end;
}

OwnPtr<Registration> Session::MakeRegistration(RegistrationKey key) {
  return OwnPtr<Registration>(MakeCom<Registration>(queue_, key, weak_from_this()).Get());
}

void Session::Subscribe(RegistrationKey key, std::u16string profile) {
  auto registration = MakeRegistration(key);
  Known known{registration, EndOf(key)};
  Dispatcher::Tasks start;
  start.emplace_back([self = shared_from_this(), from = surroundings_,
                      registration = std::move(registration), profile = std::move(profile)] {
    if (!self->closing_) self->Start(*from, registration, profile);
  });
  known_.insert_or_assign(key, std::move(known));
  deferred_.splice(deferred_.end(), start);
}

void Session::Post(Dispatcher::Task task) {
  deferred_.push_back(std::move(task));
  Flush();
}

const Registration* Session::Find(RegistrationKey key) const {
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : found->second.registration.Get();
}

void Session::Unsubscribe(RegistrationKey key) {
  const auto found = known_.find(key);
  if (found == known_.end()) return;
  deferred_.splice(deferred_.end(), found->second.end);
  known_.erase(found);
}

void Session::Start(const Surroundings& from, const OwnPtr<Registration>& registration,
                    const std::u16string& profile) {
  AdviseToken token;
  HRESULT hr = S_OK;
  try {
    Explanation why;
    hr = Connect(from, registration, profile, token, why);
    if (SUCCEEDED(hr)) {
      subscriptions_.emplace(registration->key(),
                             Subscription{registration, std::move(token), profile});
      return;
    }
    registration->SetExplanation(std::move(why));
  } catch (const std::bad_alloc&) {
    hr = E_OUTOFMEMORY;
  }
  registration->Fail(registration->operation(), hr);
  static_cast<void>(Finish(*registration, token, profile));
}

HRESULT Session::End(RegistrationKey key) noexcept {
  auto ended = subscriptions_.extract(key);
  if (!ended) return S_OK;  // it never came so far
  return Finish(ended.mapped());
}

HRESULT Session::Finish(Subscription& subscription) noexcept {
  return Finish(*subscription.registration, subscription.token, subscription.profile);
}

HRESULT Session::Finish(Registration& registration, AdviseToken& token,
                        const std::u16string& profile) noexcept {
  const HRESULT hr = token.Unadvise();
  if (FAILED(hr)) queue_->PushFault({CopyOf(profile), Operation::kUnadvise, hr});
  if (!registration.was_released_too_often()) return hr;
  // Never freed: who does not know what it has let go of may still call it, with this session gone,
  // too.
  registration.Own();
  queue_->PushFault({CopyOf(profile), Operation::kRelease, E_UNEXPECTED});
  return FAILED(hr) ? hr : E_UNEXPECTED;
}

HRESULT Session::Connect(const Surroundings& from, const OwnPtr<Registration>& registration,
                         const std::u16string& profile, AdviseToken& token, Explanation& why) {
  ComPtr<IMAPIOfflineMgr> object;
  HRESULT hr = dispatcher_->Open(from, profile, object.Put(), why);
  if (FAILED(hr)) return hr;
  if (!object) return E_UNEXPECTED;

  registration->SetOperation(Operation::kGetCapabilities);
  ULONG capabilities = 0;
  hr = object->GetCapabilities(&capabilities);
  if (FAILED(hr)) return hr;

  registration->SetOperation(Operation::kAdvise);
  hr = token.Advise(object, registration.Get());
  if (FAILED(hr)) return hr;

  // After Advise: so no change falls between this reading and the first notification.
  registration->SetOperation(Operation::kGetCurrentState);
  ULONG state = 0;
  hr = object->GetCurrentState(&state);
  if (FAILED(hr)) return hr;
  registration->Begin(state);
  return S_OK;
}

bool Session::RequestReading(RegistrationKey key) noexcept {
  try {
    dispatcher_->Post(turn_, [self = shared_from_this(), key] {
      const auto found = self->subscriptions_.find(key);
      if (found == self->subscriptions_.end()) return;  // unsubscribed meanwhile
      found->second.registration->ReadAgain(found->second.token.object());
    });
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

template <typename Call>
void Session::Do(RequestNumber request, Call call) {
  queue_->ExpectAnswers(1);
  Post([self = shared_from_this(), request, call = std::move(call)] {
    if (self->closing_) return;
    HRESULT hr = S_OK;
    try {
      hr = call(*self);
    } catch (const std::bad_alloc&) {
      hr = E_OUTOFMEMORY;
    }
    self->Answer(request, hr);
  });
}

void Session::Open(RequestNumber request, ObjectNumber number, std::u16string profile) {
  Do(request, [from = surroundings_, request, number, profile = std::move(profile)](Session& self) {
    ComPtr<IMAPIOfflineMgr> object;
    Explanation why;
    HRESULT hr = self.dispatcher_->Open(*from, profile, object.Put(), why);
    if (SUCCEEDED(hr) && !object) hr = E_UNEXPECTED;
    if (FAILED(hr)) {
      self.Keep(request, {nullptr, std::move(why)});
      return hr;
    }
    ComPtr<IAnswersLater> later;
    object->QueryInterface(IID_IAnswersLater, reinterpret_cast<void**>(later.Put()));
    self.objects_.emplace(number, OpenObject{std::move(object), std::move(later)});
    return hr;
  });
}

void Session::AskObject(const Query& query) {
  queue_->ExpectAnswers(query.mark == 0 ? 1 : 2);
  // Here and now, where that keeps nobody waiting and overtakes nothing.
  if (deferred_.empty() && dispatcher_->IsIdle() && AskLater(query)) return;
  Post([self = shared_from_this(), query] {
    if (self->closing_ || self->AskLater(query)) return;
    const auto found = self->objects_.find(query.number);
    if (query.mark != 0) self->Answer(query.mark, S_OK);
    if (found == self->objects_.end()) return self->Answer(query.request, E_INVALIDARG);
    ULONG value = 0;
    const HRESULT hr = AskNow(*found->second.object, query.question, query.state, value);
    self->Answer(query.request, hr, value);
  });
}

bool Session::AskLater(const Query& query) {
  const auto found = objects_.find(query.number);
  if (found == objects_.end() || !found->second.later) return false;
  if (query.mark != 0) Answer(query.mark, S_OK);
  try {
    found->second.later->Ask(query.question, query.state,
                             [self = shared_from_this(), query](HRESULT hr, ULONG value) {
                               self->Answer(query.request, hr, value);
                             });
  } catch (const std::bad_alloc&) {
    Answer(query.request, E_OUTOFMEMORY);
  }
  return true;
}

void Session::GetCapabilities(RequestNumber request, ObjectNumber number) {
  AskObject({request, number, Question::kGetCapabilities, 0, 0});
}

void Session::GetCurrentState(RequestNumber request, ObjectNumber number) {
  AskObject({request, number, Question::kGetCurrentState, 0, 0});
}

void Session::SetCurrentState(RequestNumber request, RequestNumber mark, ObjectNumber number,
                              ULONG state) {
  AskObject({request, number, Question::kSetCurrentState, mark, state});
}

void Session::Advise(RequestNumber request, ObjectNumber number, RegistrationKey key) {
  auto registration = MakeRegistration(key);
  Known known{registration, EndOf(key)};
  queue_->ExpectAnswers(1);
  known_.insert_or_assign(key, std::move(known));
  Post([self = shared_from_this(), request, number, registration = std::move(registration)] {
    if (self->closing_) return;
    const HRESULT hr = self->AdviseOn(number, registration);
    self->Answer(request, hr);
    if (SUCCEEDED(hr)) registration->BeginBare();
  });
}

HRESULT Session::AdviseOn(ObjectNumber number, const OwnPtr<Registration>& registration) {
  const auto found = objects_.find(number);
  if (found == objects_.end()) return E_INVALIDARG;
  AdviseToken token;
  try {
    const HRESULT hr = token.Advise(found->second.object, registration.Get());
    if (FAILED(hr)) return hr;
    subscriptions_.emplace(registration->key(), Subscription{registration, std::move(token), {}});
    return hr;
  } catch (const std::bad_alloc&) {
    static_cast<void>(Finish(*registration, token, {}));
    return E_OUTOFMEMORY;
  }
}

void Session::Unadvise(RequestNumber request, RegistrationKey key) {
  Do(request, [key](Session& self) { return self.End(key); });
  known_.erase(key);
}

void Session::CloseObject(RequestNumber request, ObjectNumber number) {
  queue_->ExpectAnswers(1);
  Post([self = shared_from_this(), request, number] {
    auto closed = self->objects_.extract(number);
    if (closed && closed.mapped().later && !self->closing_) {
      // Behind the answers that it still owes.
      try {
        return closed.mapped().later->Ask(
            Question::kClose, 0, [self, request](HRESULT, ULONG) { self->Answer(request, S_OK); });
      } catch (const std::bad_alloc&) {
        closed = {};  // its release closes it, and nobody waits for that
      }
    }
    closed = {};  // released by the time that it is answered
    self->Answer(request, S_OK);
  });
}

void Session::ListProfiles(RequestNumber request) {
  Do(request, [from = surroundings_, request](Session& self) {
    Result result;
    const HRESULT hr = self.dispatcher_->Profiles(*from, result.profiles, result.why);
    self.Keep(request, std::move(result));
    return hr;
  });
}

void Session::Available(RequestNumber request) {
  Do(request, [from = surroundings_, request](Session& self) {
    Result result;
    const HRESULT hr = self.dispatcher_->Available(*from, result.why);
    if (FAILED(hr)) self.Keep(request, std::move(result));
    return hr;
  });
}

void Session::Keep(RequestNumber request, Result result) {
  if (!result.profiles && result.why.text.empty()) return;
  const std::lock_guard lock(results_mutex_);
  results_.insert_or_assign(request, std::move(result));
}

Session::Result Session::TakeResult(RequestNumber request) {
  const std::lock_guard lock(results_mutex_);
  auto found = results_.extract(request);
  return found ? std::move(found.mapped()) : Result();
}

Dispatcher::Names Session::TakeProfiles(RequestNumber request) {
  const Dispatcher::Names names = TakeResult(request).profiles;
  return names ? names : std::make_shared<const std::vector<std::u16string>>();
}

Explanation Session::TakeExplanation(RequestNumber request) { return TakeResult(request).why; }

void Session::Settle(RequestNumber request) {
  queue_->ExpectAnswers(1);
  Post([self = shared_from_this(), request] { self->Answer(request, S_OK); });
}

void Session::Answer(RequestNumber request, HRESULT hr, ULONG value) {
  Record record{};
  record.slot = request;
  record.kind = RecordKind::kAnswer;
  record.hresult = hr;
  record.detail = value;
  queue_->PushAnswer(record);
}

void Session::BeginClose() noexcept {
  closing_ = true;
  if (!has_posted_ && deferred_.empty()) {
    // Nothing was asked, so nothing is to be undone: no call that is under way is waited for.
    closed_.set_value();
    return;
  }
  kept_ = shared_from_this();
  deferred_.splice(deferred_.end(), close_);
  Flush();
}

void Session::FinishClose(Dispatcher::Deadline deadline) {
  static_cast<void>(closed_.get_future().wait_until(deadline));
  dispatcher_->LetGo(deadline);
}

}  // namespace rx_outlook
