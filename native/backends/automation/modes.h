// The states that Outlook's connection modes mean. Pure functions; any thread.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::automation {

// OlExchangeConnectionMode, with its numbers. Outlook may return others.
using Mode = long;
inline constexpr Mode kUnreadMode = -1;  // ours: the mode could not be read
inline constexpr Mode olNoExchange = 0;
inline constexpr Mode olOffline = 100;
inline constexpr Mode olCachedOffline = 200;
inline constexpr Mode olDisconnected = 300;
inline constexpr Mode olCachedDisconnected = 400;
inline constexpr Mode olCachedConnectedHeaders = 500;
inline constexpr Mode olCachedConnectedDrizzle = 600;
inline constexpr Mode olCachedConnectedFull = 700;
inline constexpr Mode olOnline = 800;

// A state that is neither online nor offline: the state is unknown.
inline constexpr ULONG kNeitherState = 0;

// Returns kNoExchangeState for olNoExchange, which says nothing about other kinds of accounts, and
// kNeitherState for kUnreadMode and every undocumented number.
ULONG StateOf(Mode mode) noexcept;

// Whether Outlook has lost the connection and is restoring it. Work Offline is no loss.
bool IsReconnecting(Mode mode) noexcept;

}  // namespace rx_outlook::automation
