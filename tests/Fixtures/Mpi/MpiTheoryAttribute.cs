namespace Xmrl.Fixtures.Mpi;

/// <summary>A theory over the installed MPIs; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute()
    {
        if (MpiCommand.Installed.Count == 0)
        {
            Skip = "No MPI is installed (Debian: apt-get install openmpi-bin mpich).";
        }
    }
}
