#include "addin/messages.h"

#include <array>
#include <cstddef>

namespace rx_outlook::addin {
namespace {

constexpr DWORD kAnswered = QS_SENDMESSAGE | QS_POSTMESSAGE | QS_TIMER;

// What was posted to the thread itself and no window: nobody but its own loop knows what it means,
// and finds it again when this wait is over.
class SetAside {
 public:
  SetAside() noexcept = default;
  SetAside(const SetAside&) = delete;
  SetAside& operator=(const SetAside&) = delete;
  ~SetAside() {
    for (std::size_t i = 0; i < count_; ++i) PutBack(messages_[i]);
  }

  // False when there is room for no more.
  bool Add(const MSG& message) noexcept {
    messages_[count_++] = message;
    return count_ < messages_.size();
  }

 private:
  static void PutBack(const MSG& message) noexcept {
    PostThreadMessageW(GetCurrentThreadId(), message.message, message.wParam, message.lParam);
  }

  std::array<MSG, 64> messages_{};
  std::size_t count_ = 0;
};

// False when the thread is to leave its own loop: that is put back for it to find.
bool HandOut(SetAside& aside) noexcept {
  MSG message{};
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE | PM_QS_SENDMESSAGE | PM_QS_POSTMESSAGE) !=
         0) {
    if (message.message == WM_QUIT) {
      PostQuitMessage(static_cast<int>(message.wParam));
      return false;
    }
    if (message.hwnd == nullptr && message.message != WM_TIMER) {
      if (!aside.Add(message)) return false;
    } else {
      DispatchMessageW(&message);
    }
  }
  return true;
}

}  // namespace

bool AwaitAndAnswerMessages(HANDLE event, std::chrono::milliseconds limit) noexcept {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + limit;
  DWORD answered = kAnswered;
  SetAside aside;
  for (auto left = limit; left.count() > 0;
       left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now())) {
    // With the flag also for what was in the queue before.
    switch (MsgWaitForMultipleObjectsEx(1, &event, static_cast<DWORD>(left.count()), answered,
                                        MWMO_INPUTAVAILABLE)) {
      case WAIT_OBJECT_0:
        return true;
      case WAIT_OBJECT_0 + 1:
        // From then on only what others wait for: the rest would wake it again and again.
        if (!HandOut(aside)) answered = QS_SENDMESSAGE;
        break;
      default:
        return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    }
  }
  return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

}  // namespace rx_outlook::addin
