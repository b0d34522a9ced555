#include "addin/messages.h"

#include <array>
#include <cstddef>

namespace rx_outlook::addin {
namespace {

constexpr DWORD kAnswered = QS_SENDMESSAGE | QS_POSTMESSAGE | QS_TIMER;

// Messages posted to the thread and to no window. Only the thread's own loop understands them; the
// destructor posts them again, for that loop.
class SetAside {
 public:
  SetAside() noexcept = default;
  SetAside(const SetAside&) = delete;
  SetAside& operator=(const SetAside&) = delete;
  ~SetAside() {
    for (std::size_t i = 0; i < count_; ++i) PutBack(messages_[i]);
  }

  // Returns false when this message has filled the array.
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

// Dispatches the posted and sent messages. Returns false after WM_QUIT, which it posts again for
// the thread's own loop, and when `aside` is full.
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
    // MWMO_INPUTAVAILABLE: returns also for messages that were in the queue before.
    switch (MsgWaitForMultipleObjectsEx(1, &event, static_cast<DWORD>(left.count()), answered,
                                        MWMO_INPUTAVAILABLE)) {
      case WAIT_OBJECT_0:
        return true;
      case WAIT_OBJECT_0 + 1:
        // Only sent messages from now on, whose senders wait: the others, left in the queue, would
        // wake this loop again and again.
        if (!HandOut(aside)) answered = QS_SENDMESSAGE;
        break;
      default:
        return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    }
  }
  return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

}  // namespace rx_outlook::addin
