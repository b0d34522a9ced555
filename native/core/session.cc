#include "core/session.h"

#include <new>
#include <utility>
#include <vector>

namespace rx_outlook {

using Question = IAnswersLater::Question;

Session::Session(const Backend& backend, std::shared_ptr<NotificationQueue> queue,
                 std::shared_ptr<Dispatcher::Turn> turn)
    : queue_(std::move(queue)),
      answers_(std::make_shared<Answers>(queue_)),
      subscriptions_(queue_),
      objects_(answers_),
      turn_(std::move(turn)),
      close_(Close()),
      dispatcher_(Dispatcher::Of(backend)) {}

Dispatcher::Tasks Session::Close() {
  Dispatcher::Tasks close;
  close.emplace_back([this](BackendThread& thread) {
    const auto self = std::move(kept_);
    subscriptions_.EndAll(thread);
    objects_.On(thread).Clear(thread);
    closed_.set_value();
  });
  return close;
}

Dispatcher::Tasks Session::EndOf(RegistrationKey key) {
  Dispatcher::Tasks end;
  end.emplace_back(
      [this, key](BackendThread& thread) { static_cast<void>(subscriptions_.End(thread, key)); });
  return end;
}

OwnPtr<Registration> Session::MakeRegistration(RegistrationKey key, Listens listens) {
  return OwnPtr<Registration>(MakeCom<Registration>(queue_, key, weak_from_this(), listens).Get());
}

void Session::Subscribe(RegistrationKey key, std::u16string profile, std::u16string account,
                        Listens listens, std::uint32_t poll_interval, std::uint32_t look_limit) {
  auto registration = MakeRegistration(key, listens);
  Known known{registration, EndOf(key)};
  Dispatcher::Tasks start;
  start.emplace_back([self = shared_from_this(), from = surroundings_,
                      registration = std::move(registration),
                      target = Target{std::move(profile), std::move(account), poll_interval,
                                      listens == Listens::kToStateAndAccounts,
                                      look_limit}](BackendThread& thread) {
    if (!self->closing_) self->subscriptions_.Start(thread, *from, registration, target);
  });
  known_.insert_or_assign(key, std::move(known));
  deferred_.splice(deferred_.end(), start);
}

void Session::Unsubscribe(RegistrationKey key) {
  const auto found = known_.find(key);
  if (found == known_.end()) return;
  deferred_.splice(deferred_.end(), found->second.end);
  known_.erase(found);
}

const Registration* Session::Find(RegistrationKey key) const {
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : found->second.registration.Get();
}

bool Session::RequestReading(RegistrationKey key) noexcept {
  try {
    dispatcher_->Post(turn_, [self = shared_from_this(), key](BackendThread& thread) {
      self->subscriptions_.ReadAgain(thread, key);
    });
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void Session::Post(Dispatcher::Task task) {
  deferred_.push_back(std::move(task));
  Flush();
}

template <typename Call>
void Session::Do(RequestNumber request, Call call) {
  answers_->Expect(1);
  Post([self = shared_from_this(), request, call = std::move(call)](BackendThread& thread) {
    if (self->closing_) return;
    HRESULT hr = S_OK;
    ULONG value = 0;
    try {
      hr = call(thread, value);
    } catch (const std::bad_alloc&) {
      hr = E_OUTOFMEMORY;
    }
    self->answers_->Say(request, hr, value);
  });
}

void Session::Open(RequestNumber request, ObjectNumber number, std::u16string profile,
                   std::u16string account) {
  Do(request,
     [this, from = surroundings_, request, number,
      target = Target{std::move(profile), std::move(account)}](BackendThread& thread, ULONG&) {
       ComPtr<IMAPIOfflineMgr> object;
       Explanation why;
       HRESULT hr = thread.Open(*from, target, object.Put(), why);
       if (SUCCEEDED(hr) && !object) hr = E_UNEXPECTED;
       if (FAILED(hr)) {
         answers_->Keep(request, {nullptr, std::move(why)});
         return hr;
       }
       objects_.On(thread).Add(thread, number, std::move(object));
       return hr;
     });
}

void Session::AskObject(const OpenObjects::Query& query) {
  answers_->Expect(query.mark == 0 ? 1 : 2);
  // On this thread, where that keeps nobody waiting and overtakes nothing.
  if (deferred_.empty()) {
    auto objects = objects_.WhileIdle(*dispatcher_);
    if (objects && objects->AskLater(query)) return;
  }
  Post([self = shared_from_this(), query](BackendThread& thread) {
    if (self->closing_) return;
    OpenObjects::Access objects = self->objects_.On(thread);
    if (!objects.AskLater(query)) objects.AskNow(thread, query);
  });
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

void Session::CloseObject(RequestNumber request, ObjectNumber number) {
  answers_->Expect(1);
  Post([self = shared_from_this(), request, number](BackendThread& thread) {
    if (!self->closing_) self->objects_.On(thread).Close(thread, request, number);
  });
}

void Session::Advise(RequestNumber request, ObjectNumber number, RegistrationKey key,
                     Listens listens) {
  auto registration = MakeRegistration(key, listens);
  Known known{registration, EndOf(key)};
  answers_->Expect(1);
  known_.insert_or_assign(key, std::move(known));
  Post([self = shared_from_this(), request, number,
        registration = std::move(registration)](BackendThread& thread) {
    if (self->closing_) return;
    const auto object = self->objects_.On(thread).Find(number);
    const HRESULT hr =
        object ? self->subscriptions_.Advise(thread, object, registration) : E_INVALIDARG;
    self->answers_->Say(request, hr);
    if (SUCCEEDED(hr)) registration->GoLive();
  });
}

void Session::Unadvise(RequestNumber request, RegistrationKey key) {
  Do(request,
     [this, key](BackendThread& thread, ULONG&) { return subscriptions_.End(thread, key); });
  known_.erase(key);
}

void Session::ListProfiles(RequestNumber request) {
  Do(request, [this, from = surroundings_, request](BackendThread& thread, ULONG&) {
    Answers::Result result;
    const HRESULT hr = thread.Profiles(*from, result.profiles, result.why);
    answers_->Keep(request, std::move(result));
    return hr;
  });
}

void Session::ListAccounts(RequestNumber request, std::u16string profile) {
  Do(request, [this, from = surroundings_, request, profile = std::move(profile)](
                  BackendThread& thread, ULONG& way) {
    Answers::Result result;
    const HRESULT hr = thread.Accounts(*from, profile, result.accounts, result.why);
    way = result.why.way;
    answers_->Keep(request, std::move(result));
    return hr;
  });
}

void Session::Available(RequestNumber request) {
  Do(request, [this, from = surroundings_, request](BackendThread& thread, ULONG&) {
    Answers::Result result;
    const HRESULT hr = thread.Available(*from, result.why);
    if (FAILED(hr)) answers_->Keep(request, std::move(result));
    return hr;
  });
}

void Session::Settle(RequestNumber request) {
  answers_->Expect(1);
  Post(
      [self = shared_from_this(), request](BackendThread&) { self->answers_->Say(request, S_OK); });
}

ProfileNames Session::TakeProfiles(RequestNumber request) {
  const ProfileNames names = answers_->Take(request).profiles;
  return names ? names : std::make_shared<const std::vector<std::u16string>>();
}

AccountList Session::TakeAccounts(RequestNumber request) {
  const AccountList accounts = answers_->Take(request).accounts;
  return accounts ? accounts : std::make_shared<const std::vector<AccountInfo>>();
}

Explanation Session::TakeExplanation(RequestNumber request) { return answers_->Take(request).why; }

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
