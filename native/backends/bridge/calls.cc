#include "backends/bridge/calls.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace rx_outlook::bridge {
namespace {

// The frame in which a call succeeds; a failure is always an Answer.
FrameType SuccessOf(FrameType call) noexcept {
  switch (call) {
    case FrameType::kHello:
      return FrameType::kWelcome;
    case FrameType::kProfiles:
      return FrameType::kNames;
    case FrameType::kAccounts:
      return FrameType::kAccountList;
    default:
      return FrameType::kAnswer;
  }
}

// False when the list gets too long.
template <typename Entry>
bool Append(std::vector<Entry>& list, std::vector<Entry>& more) {
  if (more.size() > kListLimit - list.size()) return false;
  list.insert(list.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return true;
}

template <typename Value, typename Member>
bool IsRepeated(const std::vector<AccountInfo>& accounts, Member AccountInfo::* member) {
  std::vector<Value> values;
  values.reserve(accounts.size());
  for (const AccountInfo& account : accounts) values.emplace_back(account.*member);
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) != values.end();
}

// Two accounts could not be told apart by such a number, or opened by such a name.
bool HasRepeats(const std::vector<AccountInfo>& accounts) {
  return IsRepeated<std::uint64_t>(accounts, &AccountInfo::id) ||
         IsRepeated<std::u16string_view>(accounts, &AccountInfo::name);
}

// A newer server may know more of them.
AccountType KnownType(AccountType type) noexcept {
  return type <= AccountType::kOther ? type : AccountType::kOther;
}

}  // namespace

std::uint32_t Calls::Number(Request& request) noexcept {
  if (++last_number_ == 0) ++last_number_;
  request.id = last_number_;
  return request.id;
}

std::uint32_t Calls::Wait(const Locked& locked, Request request, Waiter& waiter) {
  Reply none;
  return Begin(locked, request, &waiter, none);
}

std::uint32_t Calls::Tell(const Locked& locked, Request request) {
  const std::uint32_t id = Number(request);
  send_(locked, request);
  return id;
}

void Calls::Later(const Locked& locked, Request request, Reply& reply) {
  if (replies_ < kRepliesAtOnce && kept_.empty()) {
    Begin(locked, request, nullptr, reply);
  } else {
    kept_.push_back({std::move(request), {}});
    kept_.back().reply = std::move(reply);
  }
}

void Calls::SendKept(const Locked& locked) {
  while (replies_ < kRepliesAtOnce && !kept_.empty()) {
    Begin(locked, kept_.front().request, nullptr, kept_.front().reply);
    kept_.pop_front();
  }
}

std::uint32_t Calls::Begin(const Locked& locked, Request& request, Waiter* waiter, Reply& reply) {
  const std::uint32_t id = Number(request);
  const auto call = under_way_.try_emplace(id).first;
  try {
    send_(locked, request);
  } catch (...) {
    under_way_.erase(call);
    throw;
  }
  // Nothing throws from here on.
  call->second = {request.type, waiter, std::move(reply)};
  if (waiter == nullptr) ++replies_;
  return id;
}

std::optional<Calls::Completed> Calls::Take(const Locked&, Answer answer) {
  const auto call = under_way_.find(answer.id);
  if (call == under_way_.end()) return Completed{};
  // A success must bring what was asked for.
  if (SUCCEEDED(answer.hresult) && SuccessOf(call->second.type) != FrameType::kAnswer) {
    return std::nullopt;
  }
  return Complete(call, std::move(answer));
}

std::optional<Calls::Completed> Calls::Take(const Locked&, Welcome welcome) {
  const auto call = under_way_.find(welcome.id);
  if (call == under_way_.end() || call->second.type != FrameType::kHello) return std::nullopt;
  if (call->second.waiter != nullptr) call->second.waiter->welcome = std::move(welcome);
  return Complete(call, {});
}

// A server that sends a list unasked would fill this process's memory with it.
Calls::Waiter* Calls::FindWaiter(std::uint32_t id, FrameType type) noexcept {
  const auto call = under_way_.find(id);
  return call != under_way_.end() && call->second.type == type ? call->second.waiter : nullptr;
}

std::optional<Calls::Completed> Calls::Take(const Locked&, Names names) {
  Waiter* const waiter = FindWaiter(names.id, FrameType::kProfiles);
  if (waiter == nullptr || !Append(waiter->names, names.names)) return std::nullopt;
  return names.last ? Complete(under_way_.find(names.id), {}) : Completed{};
}

std::optional<Calls::Completed> Calls::Take(const Locked&, Accounts accounts) {
  Waiter* const waiter = FindWaiter(accounts.id, FrameType::kAccounts);
  if (waiter == nullptr || !Append(waiter->accounts, accounts.accounts)) return std::nullopt;
  if (!accounts.last) return Completed{};
  if (HasRepeats(waiter->accounts)) return std::nullopt;
  for (AccountInfo& account : waiter->accounts) account.type = KnownType(account.type);
  return Complete(under_way_.find(accounts.id), {});
}

Calls::Completed Calls::Complete(UnderWay::iterator call, Answer answer) noexcept {
  Completed completed;
  completed.hr = answer.hresult;
  completed.value = answer.value;
  completed.reply = std::move(call->second.reply);
  if (Waiter* const waiter = call->second.waiter) {
    completed.by_waiter = true;
    waiter->answer = std::move(answer);
    waiter->answered = true;
  } else {
    --replies_;
  }
  under_way_.erase(call);
  return completed;
}

OldestCall Calls::oldest(const Locked&) const noexcept {
  if (under_way_.empty()) return {};
  const auto& [id, call] = *under_way_.begin();
  return {id, call.type};
}

Calls::Abandoned Calls::Abandon(const Locked&) noexcept {
  Abandoned all;
  all.under_way.swap(under_way_);
  all.kept.swap(kept_);
  replies_ = 0;
  return all;
}

void Calls::Abandoned::ReplyToAll(HRESULT reason) const {
  for (const auto& [id, call] : under_way) {
    if (call.reply) call.reply(reason, 0);
  }
  for (const auto& [request, reply] : kept) reply(reason, 0);
}

}  // namespace rx_outlook::bridge
