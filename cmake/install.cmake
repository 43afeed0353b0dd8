# What `cmake --install` puts where, and the package that find_package(stancewire) finds.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/stancewire)

foreach(library engine record)
  if(TARGET stancewire_${library})
    set_target_properties(stancewire_${library} PROPERTIES EXPORT_NAME ${library})
    install(TARGETS stancewire_${library} EXPORT stancewire ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  endif()
endforeach()
foreach(program stancewire stancewire-consumer stancewire-producer)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(DIRECTORY include/stancewire DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT stancewire NAMESPACE stancewire:: DESTINATION ${package_dir})
configure_package_config_file(cmake/stancewireConfig.cmake.in ${PROJECT_BINARY_DIR}/stancewireConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/stancewireConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/stancewireConfig.cmake ${PROJECT_BINARY_DIR}/stancewireConfigVersion.cmake
  DESTINATION ${package_dir})
