using System.Globalization;

namespace Xmrl.Mpi;

/// <summary>What the program that started this process tells it in environment variables, before MPI is loaded.</summary>
/// <param name="Starter">Who started it, for messages.</param>
/// <param name="Family">The MPI that the starter belongs to; null if it serves several.</param>
/// <param name="Rank">This process's number; null if the starter does not say.</param>
/// <param name="Size">Number of processes; null if the starter does not say.</param>
public sealed record MpiLaunch(string Starter, MpiFamily? Family, int? Rank, int? Size)
{
    /// <summary>Reads the environment.</summary>
    /// <param name="environment">Gives a variable's value, or null.</param>
    /// <returns>What was found; null if this process was started on its own.</returns>
    /// <remarks>mpirun of Open MPI sets OMPI_COMM_WORLD_*; Hydra, the mpirun of MPICH, and srun --mpi=pmi2 set PMI_*; srun --mpi=pmix sets
    /// PMIX_RANK; any srun sets SLURM_STEP_NUM_TASKS.</remarks>
    public static MpiLaunch? Detect(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        int? slurmSize = Number("SLURM_STEP_NUM_TASKS");
        bool isSlurm = slurmSize is not null && environment("SLURM_PROCID") is not null;
        if (Number("OMPI_COMM_WORLD_SIZE") is { } openMpi)
        {
            return new MpiLaunch("mpirun of Open MPI", MpiFamily.OpenMpi, Number("OMPI_COMM_WORLD_RANK"), openMpi);
        }

        if (Number("PMI_SIZE") is { } pmi)
        {
            return isSlurm
                ? new MpiLaunch("srun with PMI-2", null, Number("PMI_RANK"), pmi)
                : new MpiLaunch("mpirun of MPICH", MpiFamily.Mpich, Number("PMI_RANK"), pmi);
        }

        if (Number("PMIX_RANK") is { } pmix)
        {
            return new MpiLaunch(isSlurm ? "srun with PMIx" : "a PMIx starter", null, pmix, slurmSize);
        }

        return isSlurm && slurmSize > 1 ? new MpiLaunch("srun", null, Number("SLURM_PROCID"), slurmSize) : null;

        int? Number(string name)
            => int.TryParse(environment(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
    }
}
