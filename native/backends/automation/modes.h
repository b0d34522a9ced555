// The states that Outlook's connection modes mean. Pure functions; any thread.
#pragma once

#include "abi/mapioffline.h"

namespace rx_outlook::automation {

// OlExchangeConnectionMode, with its numbers. Outlook may return others.
using Mode = long;
inline constexpr Mode kNoExchange = 0;
inline constexpr Mode kOffline = 100;
inline constexpr Mode kCachedOffline = 200;
inline constexpr Mode kDisconnected = 300;
inline constexpr Mode kCachedDisconnected = 400;
inline constexpr Mode kCachedConnectedHeaders = 500;
inline constexpr Mode kCachedConnectedDrizzle = 600;
inline constexpr Mode kCachedConnectedFull = 700;
inline constexpr Mode kOnline = 800;

// A state that is neither online nor offline: the state is unknown.
inline constexpr ULONG kNeitherState = 0;

// Returns kNeitherState for kNoExchange, which says nothing of other accounts, and for every number
// that is not documented.
ULONG StateOf(Mode mode) noexcept;

// Whether Outlook has lost the connection and tries to restore it. Work Offline is no loss.
bool IsReconnecting(Mode mode) noexcept;

}  // namespace rx_outlook::automation
