#include "server/ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rx_outlook::bridge {

std::shared_ptr<Ledger::Account> Ledger::Open(std::uint32_t number) {
  std::shared_ptr<Process> process;
  {
    const std::lock_guard lock(mutex_);
    ForgetLocked(Clock::now());
    const auto known = processes_.find(number);
    if (known != processes_.end()) {
      process = known->second.process;
    } else {
      process = std::make_shared<Process>(requests_);
      processes_.emplace(number, Known{process, Clock::now()});
    }
  }
  auto account = std::make_shared<Account>(shared_from_this(), std::move(process), number);
  return account->Take(Item::kClient) ? account : nullptr;
}

// Forgets processes that have left and whose rate is full again: nothing is lost with them.
void Ledger::ForgetLocked(Clock::time_point now) noexcept {
  for (auto known = processes_.begin(); known != processes_.end();) {
    const bool is_gone = known->second.process.use_count() == 1 &&
                         now - known->second.left_at >= std::chrono::seconds(1);
    known = is_gone ? processes_.erase(known) : std::next(known);
  }
}

std::size_t Ledger::Count(Item item) const noexcept {
  const std::lock_guard lock(mutex_);
  return counts_[static_cast<std::size_t>(item)];
}

// A process may have at most as many as are free: so the second one gets half of what the first has
// left, and some are always left for the next.
bool Ledger::Take(Process& process, Item item) noexcept {
  const auto index = static_cast<std::size_t>(item);
  const std::lock_guard lock(mutex_);
  const std::size_t free = grants_[index].all - counts_[index];
  if (process.counts[index] >= std::min(grants_[index].one, free)) return false;
  ++process.counts[index];
  ++counts_[index];
  return true;
}

void Ledger::GiveBack(Process& process, Item item, std::size_t count) noexcept {
  const auto index = static_cast<std::size_t>(item);
  const std::lock_guard lock(mutex_);
  process.counts[index] -= count;
  counts_[index] -= count;
}

Ledger::Account::Account(std::shared_ptr<Ledger> ledger, std::shared_ptr<Process> process,
                         std::uint32_t number) noexcept
    : ledger_(std::move(ledger)), process_(std::move(process)), number_(number) {}

Ledger::Account::~Account() {
  Owe(0);
  for (std::size_t i = 0; i < kItems; ++i) {
    ledger_->GiveBack(*process_, static_cast<Item>(i), held_[i]);
  }
  const std::lock_guard lock(ledger_->mutex_);
  process_.reset();
  const auto known = ledger_->processes_.find(number_);
  if (known != ledger_->processes_.end()) known->second.left_at = Clock::now();
}

bool Ledger::Account::Take(Item item) noexcept {
  if (!ledger_->Take(*process_, item)) return false;
  ++held_[static_cast<std::size_t>(item)];
  return true;
}

void Ledger::Account::GiveBack(Item item) noexcept {
  ledger_->GiveBack(*process_, item, 1);
  --held_[static_cast<std::size_t>(item)];
}

void Ledger::Account::Owe(std::size_t bytes) noexcept {
  ledger_->owed_ += bytes - std::exchange(owed_, bytes);  // wraps when it falls
}

}  // namespace rx_outlook::bridge
