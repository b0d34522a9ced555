// Counts the clients of a server, their objects and registrations, by process and in sum.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "core/dispatcher.h"
#include "server/limits.h"
#include "server/request_rate.h"

namespace rx_outlook::bridge {

// Grants clients, registrations and objects. Any thread; mutex_ guards the counts.
class Ledger final : public std::enable_shared_from_this<Ledger> {
 public:
  enum class Item { kClient, kRegistration, kObject };
  static constexpr std::size_t kItems = 3;

  class Account;

  explicit Ledger(const Limits& limits) noexcept
      : grants_{limits.clients, limits.registrations, limits.objects},
        requests_(limits.requests),
        owed_limit_(limits.owed) {}

  // An account for one more client of this process; null when the grant is used up. The loop's
  // thread; takes mutex_.
  [[nodiscard]] std::shared_ptr<Account> Open(std::uint32_t process);

  // Any thread; takes mutex_ but no client's mutex.
  [[nodiscard]] std::size_t Count(Item item) const noexcept;

  [[nodiscard]] const Grant& grant(Item item) const noexcept {
    return grants_[static_cast<std::size_t>(item)];
  }

 private:
  using Clock = RequestRate::Clock;
  using Counts = std::array<std::size_t, kItems>;

  // Lives while a client of the process has an account, and a second longer. In that second its
  // rate refills: otherwise a process could have a full one by connecting again.
  struct Process {
    explicit Process(std::size_t requests) : rate(requests, Clock::now()) {}
    RequestRate rate;
    Dispatcher::Turn turn;
    Counts counts{};  // guarded by mutex_
  };
  struct Known {
    std::shared_ptr<Process> process;
    Clock::time_point left_at;  // when its last account ended
  };

  void ForgetLocked(Clock::time_point now) noexcept;

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

// One client's part of the counts. Its end, on any thread, gives everything back. An account
// outlives its connection until all that the client had inside is undone: so connections that come
// and go while the dispatcher is held cost no more than connections that stay.
class Ledger::Account {
 public:
  Account(std::shared_ptr<Ledger> ledger, std::shared_ptr<Process> process,
          std::uint32_t number) noexcept;
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  // The loop's thread and, with an answer, the dispatcher's: under the client's mutex. They take
  // the ledger's.
  [[nodiscard]] bool Take(Item item) noexcept;
  void GiveBack(Item item) noexcept;

  // The same threads and mutex: this many bytes are written for the client and not taken.
  void Owe(std::size_t bytes) noexcept;
  // Any thread: whether all clients together are owed more than the grant.
  [[nodiscard]] bool is_too_much_owed() const noexcept {
    return ledger_->owed_ > ledger_->owed_limit_;
  }

  [[nodiscard]] const Grant& grant(Item item) const noexcept { return ledger_->grant(item); }
  // Shared by the accounts of one process.
  [[nodiscard]] RequestRate& rate() const noexcept { return process_->rate; }
  // The process's turn on the dispatcher thread; keeps the account alive.
  [[nodiscard]] static std::shared_ptr<Dispatcher::Turn> TurnOf(
      const std::shared_ptr<Account>& account) noexcept {
    return {account, &account->process_->turn};
  }

 private:
  const std::shared_ptr<Ledger> ledger_;
  std::shared_ptr<Process> process_;  // null at the end
  const std::uint32_t number_;
  Counts held_{};
  std::size_t owed_ = 0;
};

}  // namespace rx_outlook::bridge
