// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.ipp"
#include "incuflow/base/messages.ipp"
