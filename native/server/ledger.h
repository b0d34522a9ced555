// What the clients of a server hold, by process and all together.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "core/dispatcher.h"
#include "server/limits.h"

namespace rx_outlook::bridge {

// How many requests may be served at once: so many come back in a second. The loop's thread only.
class Allowance {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Allowance(std::size_t in_a_second) noexcept
      : most_(static_cast<double>(in_a_second)), left_(most_) {}

  void Refill(Clock::time_point now) noexcept;
  void Take() noexcept { --left_; }
  [[nodiscard]] bool empty() const noexcept { return left_ < 1; }

 private:
  const double most_;
  double left_;
  Clock::time_point refilled_at_ = Clock::now();
};

class Ledger final : public std::enable_shared_from_this<Ledger> {
 public:
  enum class Item { kClient, kRegistration, kObject };
  static constexpr std::size_t kItems = 3;

  class Account;

  explicit Ledger(const Limits& limits) noexcept
      : grants_{limits.clients, limits.registrations, limits.objects},
        requests_(limits.requests),
        owed_limit_(limits.owed) {}

  // For one more client of this process; null when no more are granted. Takes mutex_.
  [[nodiscard]] std::shared_ptr<Account> Open(std::uint32_t process);

  // Any thread; takes mutex_.
  [[nodiscard]] std::size_t Count(Item item) const noexcept;

  [[nodiscard]] const Grant& grant(Item item) const noexcept {
    return grants_[static_cast<std::size_t>(item)];
  }

 private:
  using Counts = std::array<std::size_t, kItems>;

  // Lives for as long as one of its clients has an account, and a second longer, in which what it
  // has used of its allowance comes back: else it could have a full one by connecting anew.
  struct Process {
    explicit Process(std::size_t requests) : allowance(requests) {}
    Allowance allowance;
    Dispatcher::Turn turn;
    Counts counts{};  // guarded by mutex_
  };
  struct Known {
    std::shared_ptr<Process> process;
    Allowance::Clock::time_point left_at;  // by the last account that has ended
  };

  void ForgetLocked(Allowance::Clock::time_point now) noexcept;

  [[nodiscard]] bool Take(Process& process, Item item) noexcept;
  void GiveBack(Process& process, Item item, std::size_t count) noexcept;

  const std::array<Grant, kItems> grants_;
  const std::size_t requests_;
  const std::size_t owed_limit_;
  std::atomic<std::size_t> owed_{0};

  mutable std::mutex mutex_;  // guards what follows
  Counts counts_{};
  std::map<std::uint32_t, Known> processes_;
};

// What one client holds. Its end, on any thread, gives everything back; it comes when all is undone
// that the client had inside, not with its connection: so connections that come and go while the
// dispatcher is held cost no more than those that stay.
class Ledger::Account {
 public:
  Account(std::shared_ptr<Ledger> ledger, std::shared_ptr<Process> process,
          std::uint32_t number) noexcept;
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  // The loop's thread and, with an answer, the dispatcher's: under the client's mutex. Take the
  // ledger's.
  [[nodiscard]] bool Take(Item item) noexcept;
  void GiveBack(Item item) noexcept;

  // Likewise: so many bytes are written for it that it has not taken.
  void Owe(std::size_t bytes) noexcept;
  // Whether all clients together are owed more than is granted.
  [[nodiscard]] bool is_too_much_owed() const noexcept {
    return ledger_->owed_ > ledger_->owed_limit_;
  }

  [[nodiscard]] const Grant& grant(Item item) const noexcept { return ledger_->grant(item); }
  [[nodiscard]] Allowance& allowance() const noexcept { return process_->allowance; }
  // The process's turn on the dispatcher thread; keeps the account.
  [[nodiscard]] static std::shared_ptr<Dispatcher::Turn> TurnOf(
      const std::shared_ptr<Account>& account) noexcept {
    return {account, &account->process_->turn};
  }

 private:
  const std::shared_ptr<Ledger> ledger_;
  std::shared_ptr<Process> process_;  // until the end
  const std::uint32_t number_;
  Counts held_{};
  std::size_t owed_ = 0;
};

}  // namespace rx_outlook::bridge
