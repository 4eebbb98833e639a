using System.Runtime.InteropServices;
using System.Text;

namespace Xmrl.Mpi;

/// <summary>A loaded MPI library, not yet started.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>Environment variable that names the library's file; it goes over the search.</summary>
    public const string PathVariable = "XMRL_MPI_LIBRARY";

    /// <summary>Room for the version's text: MPI_MAX_LIBRARY_VERSION_STRING is 256 in Open MPI and 8192 in MPICH.</summary>
    private const int VersionBytes = 8192;

    private MpiLibrary(string file, nint handle, MpiVersion version)
    {
        File = file;
        Handle = handle;
        Version = version;
    }

    /// <summary>Name under which it was loaded.</summary>
    public string File { get; }

    /// <summary>What it says of itself.</summary>
    public MpiVersion Version { get; }

    internal nint Handle { get; }

    /// <summary>The files that are tried, in order, for a family.</summary>
    /// <param name="family">The family.</param>
    /// <returns>File names for the system's loader.</returns>
    public static IReadOnlyList<string> Candidates(MpiFamily family) => (family, OperatingSystem.IsMacOS()) switch
    {
        (MpiFamily.OpenMpi, false) => ["libmpi.so.40"],
        (MpiFamily.OpenMpi, true) => ["libmpi.40.dylib"],
        (_, false) => ["libmpich.so.12", "libmpi.so.12"],
        (_, true) => ["libmpi.12.dylib", "libmpich.12.dylib"],
    };

    /// <summary>All libraries that this machine has.</summary>
    /// <returns>Open MPI first; empty if there is none.</returns>
    public static IReadOnlyList<MpiLibrary> Find()
        =>
        [
            .. Enum.GetValues<MpiFamily>()
            .Select(family => Candidates(family).Select(TryLoad).FirstOrDefault(library => library?.Version.Family == family))
            .OfType<MpiLibrary>(),
        ];

    /// <summary>Loads the library that fits the program that started this process.</summary>
    /// <param name="launch">The starter.</param>
    /// <param name="path">The library's file; null to search.</param>
    /// <returns>The library.</returns>
    /// <exception cref="MpiException">There is none, or it is of a kind that Xmrl does not know.</exception>
    public static MpiLibrary Load(MpiLaunch launch, string? path)
    {
        ArgumentNullException.ThrowIfNull(launch);
        string[] files = path is not null
            ? [path]
            : [.. (launch.Family is { } family ? [family] : Enum.GetValues<MpiFamily>()).SelectMany(Candidates)];
        foreach (string file in files)
        {
            if (TryLoad(file) is { } library)
            {
                return library.Version.IsKnown
                    ? library
                    : throw new MpiException(
                        $"{file} is {library.Version.Name}; Xmrl knows Open MPI 4 and 5, and MPICH 4. Install one of them together with "
                            + $"its mpirun.");
            }
        }

        if (path is not null)
        {
            throw new MpiException($"{PathVariable} is {path}, which is no MPI library that can be loaded.");
        }

        string[] others = [.. Find().Select(library => library.Version.Name)];
        string instead = others.Length == 0
            ? "this machine has none"
            : $"this machine has {string.Join(" and ", others)}, to which another mpirun belongs";
        throw new MpiException(
            $"{launch.Starter} started this process, and none of {string.Join(", ", files)} can be loaded: {instead}. "
            + $"Install the library (Debian: openmpi-bin or mpich) on every node, or name it in {PathVariable}.");
    }

    /// <summary>Loads a file and asks it what it is; null if it cannot be loaded or is no MPI library of a known family.</summary>
    internal static MpiLibrary? TryLoad(string file) => SignalHandlers.Keep(() => Load(file));

    private static MpiLibrary? Load(string file)
    {
        if (!NativeLibrary.TryLoad(file, out nint handle)
            || !NativeLibrary.TryGetExport(handle, "MPI_Get_library_version", out nint function))
        {
            return null;
        }

        byte* text = stackalloc byte[VersionBytes];
        int length = 0;
        int error = ((delegate* unmanaged[Cdecl]<byte*, int*, int>)function)(text, &length);
        return error == 0
            && MpiVersion.Parse(Encoding.UTF8.GetString(text, Math.Clamp(length, 0, VersionBytes)).TrimEnd('\0')) is { } version
            ? new MpiLibrary(file, handle, version)
            : null;
    }
}
