using System.Runtime.InteropServices;

namespace Xmrl.Mpi;

/// <summary>The functions of a library, and its values for what mpi.h defines as a macro.</summary>
/// <remarks>A handle is a pointer in Open MPI and an int in MPICH; passed as a word, both arrive where the callee looks for them, in every
/// calling convention that .NET runs on (little-endian, arguments in registers or in slots of a word).</remarks>
internal sealed unsafe class MpiFunctions
{
    // Same in both families (MPI-3.1, section 12.4.3): single 0, funneled 1, serialized 2, multiple 3.
    public const int ThreadSerialized = 2;

    private readonly nint _library;

    public MpiFunctions(MpiLibrary library)
    {
        _library = library.Handle;
        bool isOpenMpi = library.Version.Family == MpiFamily.OpenMpi;

        // Open MPI: ompi/include/mpi.h.in, OMPI_PREDEFINED_GLOBAL. MPICH: src/include/mpi.h.in; fixed by the ABI agreement.
        World = isOpenMpi ? NativeLibrary.GetExport(_library, "ompi_mpi_comm_world") : 0x44000000;
        Byte = isOpenMpi ? NativeLibrary.GetExport(_library, "ompi_mpi_byte") : 0x4c00010d;
        Double = isOpenMpi ? NativeLibrary.GetExport(_library, "ompi_mpi_double") : 0x4c00080b;
        StatusIgnore = isOpenMpi ? 0 : 1;

        InitThread = (delegate* unmanaged[Cdecl]<nint, nint, int, int*, int>)Export("MPI_Init_thread");
        Rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_rank");
        Size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_size");
        Duplicate = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Export("MPI_Comm_dup");
        Broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        AllGather = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, int>)Export("MPI_Allgatherv");
        Exchange = (delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)Export("MPI_Alltoallv");
        BeginBarrier = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Export("MPI_Ibarrier");
        Test = (delegate* unmanaged[Cdecl]<nint*, int*, nint, int>)Export("MPI_Test");
        Abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("MPI_Abort");
        Finish = (delegate* unmanaged[Cdecl]<int>)Export("MPI_Finalize");
    }

    public nint World { get; }

    public nint Byte { get; }

    public nint Double { get; }

    public nint StatusIgnore { get; }

    public delegate* unmanaged[Cdecl]<nint, nint, int, int*, int> InitThread { get; }

    public delegate* unmanaged[Cdecl]<nint, int*, int> Rank { get; }

    public delegate* unmanaged[Cdecl]<nint, int*, int> Size { get; }

    public delegate* unmanaged[Cdecl]<nint, nint*, int> Duplicate { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int> Broadcast { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, int> AllGather { get; }

    public delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> Exchange { get; }

    public delegate* unmanaged[Cdecl]<nint, nint*, int> BeginBarrier { get; }

    public delegate* unmanaged[Cdecl]<nint*, int*, nint, int> Test { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> Abort { get; }

    public delegate* unmanaged[Cdecl]<int> Finish { get; }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
