#include "addin/messages.h"

namespace rx_outlook::addin {
namespace {

constexpr DWORD kAnswered = QS_SENDMESSAGE | QS_POSTMESSAGE | QS_TIMER;

// False when the thread is to leave its own loop: that is put back for it to find.
bool HandOut() noexcept {
  MSG message{};
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE | PM_QS_SENDMESSAGE | PM_QS_POSTMESSAGE) !=
         0) {
    if (message.message == WM_QUIT) {
      PostQuitMessage(static_cast<int>(message.wParam));
      return false;
    }
    DispatchMessageW(&message);
  }
  return true;
}

}  // namespace

bool AwaitAndAnswerMessages(HANDLE event, std::chrono::milliseconds limit) noexcept {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + limit;
  DWORD answered = kAnswered;
  for (auto left = limit; left.count() > 0;
       left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now())) {
    // With the flag also for what was in the queue before.
    switch (MsgWaitForMultipleObjectsEx(1, &event, static_cast<DWORD>(left.count()), answered,
                                        MWMO_INPUTAVAILABLE)) {
      case WAIT_OBJECT_0:
        return true;
      case WAIT_OBJECT_0 + 1:
        // From then on only what others wait for: the rest would wake it again and again.
        if (!HandOut()) answered = QS_SENDMESSAGE;
        break;
      default:
        return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    }
  }
  return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

}  // namespace rx_outlook::addin
