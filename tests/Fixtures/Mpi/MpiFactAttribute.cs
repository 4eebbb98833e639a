namespace Xmrl.Fixtures.Mpi;

/// <summary>A test of one MPI; skipped, with the reason, where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute(params string[] names)
    {
        string[] missing = [.. names.Except(MpiCommand.Installed.Select(mpi => mpi.Name))];
        if (missing.Length > 0)
        {
            Skip = $"Not installed: {string.Join(" and ", missing)} (Debian: apt-get install openmpi-bin mpich).";
        }
    }
}
