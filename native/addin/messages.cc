#include "addin/messages.h"

namespace rx_outlook::addin {
namespace {

constexpr DWORD kAnswered = QS_SENDMESSAGE | QS_POSTMESSAGE | QS_TIMER;

// False when the thread is to end its own loop: that is left for it to find, and it hears of
// nothing else that is posted until then.
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
    switch (
        MsgWaitForMultipleObjects(1, &event, FALSE, static_cast<DWORD>(left.count()), answered)) {
      case WAIT_OBJECT_0:
        return true;
      case WAIT_OBJECT_0 + 1:
        if (!HandOut()) answered = QS_SENDMESSAGE;
        break;
      default:
        return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    }
  }
  return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

}  // namespace rx_outlook::addin
