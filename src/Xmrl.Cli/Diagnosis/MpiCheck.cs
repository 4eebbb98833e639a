using Xmrl.Mpi;

namespace Xmrl.Cli.Diagnosis;

/// <summary>Which MPI libraries there are, and whether mpirun belongs to one of them.</summary>
internal static class MpiCheck
{
    private const string Name = "MPI";

    /// <summary>Looks.</summary>
    /// <param name="context">Tells how this process was started.</param>
    /// <param name="starter">First line of mpirun --version; null if there is no mpirun.</param>
    internal static DoctorCheck Run(CommandContext context, string? starter)
        => context.Processes is MpiProcesses processes
            ? new(
                Name, DoctorStatus.Ok,
                $"{processes.Library.Version.Name} ({processes.Library.File}); started with {processes.Size} processes, "
                    + $"{context.Threads} threads in this one",
                "")
            : Of([.. MpiLibrary.Find().Select(library => (library.Version, library.File))], starter);

    internal static DoctorCheck Of((MpiVersion Version, string File)[] libraries, string? starter)
    {
        MpiFamily? family = FamilyOf(starter);
        string command = starter is null
            ? "no mpirun"
            : family is null
            ? $"mpirun says {starter}"
            : $"mpirun is that of {(family == MpiFamily.OpenMpi ? "Open MPI" : "MPICH")}";
        if (libraries.Length == 0)
        {
            return starter is null
                ? new(
                    Name, DoctorStatus.Ok,
                    "not found; only needed to work on several machines at once (Debian: apt-get install openmpi-bin, or mpich)", "")
                : new(
                    Name, DoctorStatus.Warn, $"{command}, but no library was found",
                    $"Install the library of that MPI (Debian: libopenmpi3 or libmpich12), or name it in {MpiLibrary.PathVariable}.");
        }

        string found = $"{string.Join(", ", libraries.Select(library => $"{library.Version.Name} ({library.File})"))}; {command}";
        if (libraries.FirstOrDefault(library => !library.Version.IsKnown).Version is { } old)
        {
            return new(Name, DoctorStatus.Warn, found, $"{old.Name} is too old: Xmrl knows Open MPI 4 and 5, and MPICH 4.");
        }

        return family is { } own && !Array.Exists(libraries, library => library.Version.Family == own)
            ? new(
                Name, DoctorStatus.Warn, found,
                $"mpirun and library belong to different MPIs: use the mpirun of {libraries[0].Version.Name} (Debian: mpirun.openmpi, "
                    + $"mpirun.mpich), or install the library of the other.")
            : new(Name, DoctorStatus.Ok, found, "");
    }

    private static MpiFamily? FamilyOf(string? starter) => starter switch
    {
        null => null,
        _ when starter.Contains("Open MPI", StringComparison.OrdinalIgnoreCase)
            || starter.Contains("prterun", StringComparison.OrdinalIgnoreCase)
            => MpiFamily.OpenMpi,
        _ when starter.Contains("HYDRA", StringComparison.OrdinalIgnoreCase) => MpiFamily.Mpich,
        _ => null,
    };
}
