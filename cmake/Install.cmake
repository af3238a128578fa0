# SPDX-License-Identifier: Apache-2.0
include(CMakePackageConfigHelpers)

install(DIRECTORY include/incuflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp" PATTERN "*.inc")
install(FILES ${preset_files} DESTINATION ${CMAKE_INSTALL_DATADIR}/incuflow/presets)
set(installed_targets incuflow_headers)
if(INCUFLOW_COMPILED_LIBRARY)
    list(APPEND installed_targets incuflow_compiled)
endif()
install(TARGETS ${installed_targets} EXPORT incuflowTargets FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT incuflowTargets NAMESPACE incuflow:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/incuflow)
configure_package_config_file(cmake/incuflowConfig.cmake.in incuflowConfig.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/incuflow)
write_basic_package_version_file(incuflowConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/incuflowConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/incuflowConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/incuflow)

# For builds without CMake; like the package, it works wherever the installation is moved to.
if(INCUFLOW_COMPILED_LIBRARY)
    file(RELATIVE_PATH pc_up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
    string(REGEX REPLACE "/$" "" pc_up "${pc_up}")
    configure_file(cmake/incuflow.pc.in incuflow.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/incuflow.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
