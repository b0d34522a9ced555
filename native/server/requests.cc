#include "server/requests.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace rx_outlook::bridge {
namespace {

std::string Refusal(Ledger::Item item, const Grant& grant) {
  const char* const what = item == Ledger::Item::kObject ? "objects" : "registrations";
  return "The bridge allows one process " + std::to_string(grant.one) + " " + what + ", " +
         std::to_string(grant.all) + " to all together, and no process more than are still free.";
}

bool Lists(FrameType type) noexcept {
  return type == FrameType::kProfiles || type == FrameType::kAccounts;
}

}  // namespace

Requests::Requests(const std::shared_ptr<const Surroundings>& from, const Backend& backend,
                   const Behind& behind, const std::shared_ptr<NotificationQueue>& queue,
                   std::shared_ptr<Ledger::Account> account, Outbox& outbox, Listing& listing)
    : behind_(behind),
      account_(std::move(account)),
      outbox_(outbox),
      listing_(listing),
      session_(std::make_shared<Session>(backend, queue, Ledger::Account::TurnOf(account_))) {
  session_->SetSurroundings(from);
}

Requests::~Requests() {
  session_->BeginClose();
  session_->FinishClose(std::chrono::steady_clock::now());
}

bool Requests::Serve(const Locked& locked, const Request& request) {
  if (request.id == kNoRequest) return false;
  if (!greeted_) return request.type == FrameType::kHello && Greet(locked, request);
  if (VersionOf(request.type) > version_) return false;
  switch (request.type) {
    case FrameType::kOpen:
    case FrameType::kOpenAccount:
      return Begin(locked, request, request.object, objects_, Ledger::Item::kObject, [&] {
        session_->Open(request.id, request.object, request.profile, request.account);
      });
    case FrameType::kAdvise:
    case FrameType::kAdviseWithAccounts:
      return Begin(
          locked, request, request.registration, registrations_, Ledger::Item::kRegistration, [&] {
            session_->Advise(request.id, request.object, {request.registration, kGeneration},
                             request.type == FrameType::kAdvise ? Listens::kToState
                                                                : Listens::kToStateAndAccounts);
          });
    default:
      if (ServeAtOnce(locked, request)) return true;
      return pending_.try_emplace(request.id, Pending{request.type, 0}).second && Ask(request);
  }
}

// Answers requests that need no Outlook. False for all others.
bool Requests::ServeAtOnce(const Locked& locked, const Request& request) {
  switch (request.type) {
    case FrameType::kPing:
      AnswerAtOnce(locked, request.id, S_OK);
      return true;
    case FrameType::kProfiles:
    case FrameType::kAccounts:
      if (!list_asked_ && !listing_.under_way(locked)) return false;
      AnswerAtOnce(locked, request.id, ERR_BRIDGE_LIMIT,
                   "This connection is still receiving a list: ask again when it has all of it.");
      return true;
    case FrameType::kUnadvise:
      if (IsRegistered(request.registration)) return false;
      AnswerAtOnce(locked, request.id, E_INVALIDARG);
      return true;
    default:
      return false;
  }
}

bool Requests::Ask(const Request& request) {
  switch (request.type) {
    case FrameType::kProfiles:
      list_asked_ = true;
      session_->ListProfiles(request.id);
      return true;
    case FrameType::kAccounts:
      list_asked_ = true;
      session_->ListAccounts(request.id, request.profile);
      return true;
    case FrameType::kGetCapabilities:
      session_->GetCapabilities(request.id, request.object);
      return true;
    case FrameType::kGetCurrentState:
      session_->GetCurrentState(request.id, request.object);
      return true;
    case FrameType::kSetCurrentState:
      session_->SetCurrentState(request.id, kNoRequest, request.object, request.state);
      return true;
    case FrameType::kUnadvise:
      Forget(registrations_, request.registration, Ledger::Item::kRegistration);
      session_->Unadvise(request.id, {request.registration, kGeneration});
      return true;
    case FrameType::kClose:
      Forget(objects_, request.object, Ledger::Item::kObject);
      session_->CloseObject(request.id, request.object);
      return true;
    default:
      return false;  // a second hello
  }
}

bool Requests::Greet(const Locked& locked, const Request& request) {
  const std::uint16_t version = std::min(request.newest, kVersion);
  const bool understood = std::max(request.oldest, kOldestVersion) <= version;
  greeted_ = true;
  if (understood) version_ = version;
  Welcome welcome;
  welcome.id = request.id;
  welcome.version = version_;
  welcome.host = behind_.host;
  welcome.product = behind_.product;
  outbox_.Append(locked, welcome);
  return understood;
}

// Makes the call under a number that the client has chosen. False when that number does not rise or
// the request's number is in use.
template <typename Call>
bool Requests::Begin(const Locked& locked, const Request& request, std::uint32_t number,
                     Numbers& numbers, Ledger::Item item, Call call) {
  if (number <= std::exchange(numbers.last, number)) return false;
  if (pending_.count(request.id) != 0) return false;
  numbers.used.insert(number);
  if (!account_->Take(item)) {
    numbers.used.erase(number);
    AnswerAtOnce(locked, request.id, ERR_BRIDGE_LIMIT, Refusal(item, account_->grant(item)));
    return true;
  }
  pending_.try_emplace(request.id, Pending{request.type, number});
  call();
  return true;
}

void Requests::Forget(Numbers& numbers, std::uint32_t number, Ledger::Item item) noexcept {
  if (numbers.used.erase(number) != 0) account_->GiveBack(item);
}

// Gives back the number of a request that has failed.
void Requests::UndoBegin(FrameType type, std::uint32_t number) {
  switch (type) {
    case FrameType::kOpen:
    case FrameType::kOpenAccount:
      return Forget(objects_, number, Ledger::Item::kObject);
    case FrameType::kAdvise:
    case FrameType::kAdviseWithAccounts:
      Forget(registrations_, number, Ledger::Item::kRegistration);
      return session_->Unsubscribe({number, kGeneration});
    default:
      return;
  }
}

void Requests::Answer(const Locked& locked, const Record& record) {
  if (record.slot == kNoRequest) return;
  const auto found = pending_.find(record.slot);
  if (found != pending_.end()) {
    const auto [type, number] = found->second;
    pending_.erase(found);
    if (Lists(type)) list_asked_ = false;
    if (FAILED(record.hresult)) {
      UndoBegin(type, number);
    } else if (type == FrameType::kProfiles) {
      return listing_.Begin(locked, record.slot, session_->TakeProfiles(record.slot));
    } else if (type == FrameType::kAccounts) {
      return listing_.Begin(locked, record.slot, session_->TakeAccounts(record.slot));
    }
  }
  bridge::Answer answer;
  answer.id = record.slot;
  answer.hresult = record.hresult;
  answer.value = record.detail;
  if (FAILED(record.hresult)) {
    Explanation why = session_->TakeExplanation(record.slot);
    answer.operation = std::move(why.operation);
    answer.text = std::move(why.text);
  }
  outbox_.Append(locked, answer);
}

void Requests::AnswerAtOnce(const Locked& locked, std::uint32_t id, HRESULT hr, std::string text) {
  bridge::Answer answer;
  answer.id = id;
  answer.hresult = hr;
  answer.text = std::move(text);
  outbox_.Append(locked, answer);
}

}  // namespace rx_outlook::bridge
