using Xmrl.Contracts;
using Xmrl.Fixtures.Mpi;

namespace Xmrl.Mpi.Tests;

/// <summary>Tests that start processes by one MPI.</summary>
internal sealed class NeedsMpiAttribute(string name) : TestConditionAttribute
{
    /// <inheritdoc/>
    public override string? SkipReason => MpiCommand.Installed.Any(mpi => mpi.Name == name)
        ? null
        : $"Not installed: {name} (Debian: apt-get install openmpi-bin mpich).";
}
