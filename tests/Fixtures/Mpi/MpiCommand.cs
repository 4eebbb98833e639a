using System.Diagnostics;

namespace Xmrl.Fixtures.Mpi;

/// <summary>An installed MPI's way to start processes.</summary>
internal sealed class MpiCommand
{
    private MpiCommand(string name, string file, string[] switches)
    {
        Name = name;
        File = file;
        Switches = switches;
    }

    /// <summary>"openmpi" or "mpich".</summary>
    public string Name { get; }

    /// <summary>The starter's file.</summary>
    public string File { get; }

    /// <summary>What the starter needs to run as root and with more processes than cores.</summary>
    public string[] Switches { get; }

    /// <summary>All that are installed.</summary>
    public static IReadOnlyList<MpiCommand> Installed { get; } =
    [
        .. Find("openmpi", ["mpirun.openmpi", "mpirun"], "Open MPI", ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]),
        .. Find("mpich", ["mpirun.mpich", "mpirun"], "HYDRA", []),
    ];

    /// <summary>Names of all that are installed, for theories.</summary>
    public static TheoryData<string> Names => [.. Installed.Select(mpi => mpi.Name)];

    /// <summary>The installed one of a name.</summary>
    public static MpiCommand Named(string name) => Installed.Single(mpi => mpi.Name == name);

    /// <summary>Arguments that start a program several times.</summary>
    public string[] Arguments(int processes, params string[] program) => [.. Switches, "-n", $"{processes}", .. program];

    private static IEnumerable<MpiCommand> Find(string name, string[] files, string mark, string[] switches)
        => files.Where(file => Version(file).Contains(mark, StringComparison.OrdinalIgnoreCase))
            .Take(1)
            .Select(file => new MpiCommand(name, file, switches));

    private static string Version(string file)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(file, ["--version"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return string.Empty;
        }
    }
}
