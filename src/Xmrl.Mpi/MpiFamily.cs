namespace Xmrl.Mpi;

/// <summary>Libraries with one binary interface.</summary>
public enum MpiFamily
{
    /// <summary>Open MPI 4 and 5: handles are pointers to objects that the library exports.</summary>
    OpenMpi,

    /// <summary>MPICH 4 and those that keep its binary interface, such as Intel MPI and MVAPICH: handles are integers with fixed
    /// values.</summary>
    Mpich,
}
