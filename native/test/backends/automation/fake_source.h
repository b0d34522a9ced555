// An Outlook without COM for the reader's tests, with looks that fail, wait or never return. Its
// allocations belong to the test. Any thread; Watched has the lock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backends/automation/source.h"
#include "test/allocation.h"
#include "test/waiting.h"

namespace rx_outlook::test {

class FakeSource final : public automation::Source {
 public:
  struct Outlook {
    bool is_running = true;
    HRESULT answer = S_OK;
    automation::Look look{u"Work", automation::olOnline, {}, S_OK};
    bool is_hanging = false;
    // Counts.
    int number = 1;  // of this Outlook
    int finds = 0;
    int looks = 0;                  // begun
    int lookers = 0;                // made
    int ended = 0;                  // lookers destroyed
    std::function<void()> changed;  // the last instance's
    std::function<void()> kick;     // the last looker's
  };

  const std::shared_ptr<Watched<Outlook>> outlook = std::make_shared<Watched<Outlook>>();

  void Set(automation::Mode mode) {
    outlook->Update([mode](Outlook& one) { one.look.mode = mode; });
  }
  void Answer(HRESULT hr) {
    outlook->Update([hr](Outlook& one) { one.answer = hr; });
  }
  void Hang(bool is_hanging) {
    outlook->Update([is_hanging](Outlook& one) { one.is_hanging = is_hanging; });
  }
  void End() {
    outlook->Update([](Outlook& one) { one.is_running = false; });
    if (const auto changed = outlook->Get().changed) changed();
  }
  void Start() {
    outlook->Update([](Outlook& one) {
      one.is_running = true;
      one.is_hanging = false;
      ++one.number;
    });
  }
  void Kick() {
    const Exempt exempt;
    if (const auto kick = outlook->Get().kick) kick();
  }
  [[nodiscard]] int looks() const { return outlook->Get().looks; }
  [[nodiscard]] bool AwaitLooks(int count) const {
    return outlook->Await([count](const Outlook& one) { return one.looks >= count; });
  }

  HRESULT Find(std::function<void()> changed, std::shared_ptr<const automation::Instance>& found,
               Explanation& why) override {
    const Exempt exempt;
    HRESULT hr = S_OK;
    outlook->Update([&](Outlook& one) {
      ++one.finds;
      if (!one.is_running) {
        why.text = "Nothing runs.";
        hr = ERR_OUTLOOK_NOT_RUNNING;
        return;
      }
      one.changed = std::move(changed);
      found = std::make_shared<FakeInstance>(outlook, one.number);
    });
    return hr;
  }

  std::unique_ptr<automation::Looker> MakeLooker(std::function<void()> changed) override {
    const Exempt exempt;
    outlook->Update([&](Outlook& one) {
      ++one.lookers;
      one.kick = std::move(changed);
    });
    return std::make_unique<FakeLooker>(outlook);
  }

  [[nodiscard]] bool IsSameProfile(const std::u16string& left,
                                   const std::u16string& right) const override {
    return left == right;
  }

 private:
  class FakeInstance final : public automation::Instance {
   public:
    FakeInstance(std::shared_ptr<Watched<Outlook>> outlook, int number)
        : outlook_(std::move(outlook)), number_(number) {}
    [[nodiscard]] bool HasEnded() const noexcept override {
      const Exempt exempt;
      const Outlook one = outlook_->Get();
      return !one.is_running || one.number != number_;
    }

   private:
    const std::shared_ptr<Watched<Outlook>> outlook_;
    const int number_;
  };

  class FakeLooker final : public automation::Looker {
   public:
    explicit FakeLooker(std::shared_ptr<Watched<Outlook>> outlook) : outlook_(std::move(outlook)) {}
    FakeLooker(const FakeLooker&) = delete;
    FakeLooker& operator=(const FakeLooker&) = delete;
    ~FakeLooker() override {
      outlook_->Update([](Outlook& one) { ++one.ended; });
    }
    HRESULT Take(const automation::Instance&, automation::Look& look, Explanation& why) override {
      const Exempt exempt;
      outlook_->Update([](Outlook& one) { ++one.looks; });
      if (!outlook_->Await([](const Outlook& one) { return !one.is_hanging; })) return E_FAIL;
      const Outlook one = outlook_->Get();
      look = one.look;
      if (FAILED(one.answer)) why.operation = "Session";
      return one.answer;
    }

   private:
    const std::shared_ptr<Watched<Outlook>> outlook_;
  };
};

}  // namespace rx_outlook::test
