// The documented arguments of IMAPIOfflineMgr, checked for all of our offline objects. Any thread;
// no lock.
#pragma once

#include "abi/mapioffline.h"

namespace rx_outlook {

[[nodiscard]] inline bool IsAdvise(ULONG flags, const MAPIOFFLINE_ADVISEINFO* info,
                                   const ULONG* token) noexcept {
  return flags == MAPIOFFLINE_ADVISE_DEFAULT && info != nullptr && token != nullptr &&
         info->ulSize >= sizeof(MAPIOFFLINE_ADVISEINFO) &&
         info->CallbackType == MAPIOFFLINE_CALLBACK_TYPE_NOTIFY && info->pCallback != nullptr &&
         info->ulAdviseTypes == MAPIOFFLINE_ADVISE_TYPE_STATECHANGE &&
         info->ulStateMask == MAPIOFFLINE_STATE_ALL;
}

[[nodiscard]] inline bool IsSetting(ULONG flags, ULONG mask, ULONG state,
                                    const void* reserved) noexcept {
  return (flags == MAPIOFFLINE_FLAG_DEFAULT || flags == MAPIOFFLINE_FLAG_BLOCK) &&
         mask == MAPIOFFLINE_STATE_OFFLINE_MASK && reserved == nullptr &&
         (state == MAPIOFFLINE_STATE_OFFLINE || state == MAPIOFFLINE_STATE_ONLINE);
}

}  // namespace rx_outlook
