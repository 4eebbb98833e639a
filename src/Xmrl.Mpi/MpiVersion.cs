using System.Globalization;
using System.Text.RegularExpressions;

namespace Xmrl.Mpi;

/// <summary>What a library says of itself.</summary>
/// <param name="Family">Its binary interface.</param>
/// <param name="Name">Name and version, such as "Open MPI 4.1.4".</param>
/// <param name="Major">First number of the version.</param>
internal sealed partial record MpiVersion(MpiFamily Family, string Name, int Major)
{
    private const int Least = 4;

    /// <summary>Whether Xmrl knows the binary interface of this version.</summary>
    public bool IsKnown => Major >= Least;

    /// <summary>Reads the text that MPI_Get_library_version gives.</summary>
    /// <param name="text">The text, of one line or several.</param>
    /// <returns>The version; null for a library of neither family.</returns>
    public static MpiVersion? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (OpenMpi().Match(text) is { Success: true } open)
        {
            return new MpiVersion(MpiFamily.OpenMpi, $"Open MPI {open.Groups["version"].Value}", Number(open));
        }

        if (Mpich().Match(text) is { Success: true } mpich)
        {
            return new MpiVersion(MpiFamily.Mpich, $"MPICH {mpich.Groups["version"].Value}", Number(mpich));
        }

        // These keep the binary interface of MPICH under version numbers of their own, by agreement since 2013.
        Match other = Compatible().Match(text);
        return other.Success ? new MpiVersion(MpiFamily.Mpich, $"{other.Groups["name"].Value} (as MPICH)", Least) : null;
    }

    private static int Number(Match match) => int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Open MPI v(?<version>(?<major>\d+)[^,\s]*)")]
    private static partial Regex OpenMpi();

    [GeneratedRegex(@"^MPICH Version:\s*(?<version>(?<major>\d+)\S*)")]
    private static partial Regex Mpich();

    [GeneratedRegex(@"^(?<name>Intel\(R\) MPI Library|MVAPICH2?|CRAY MPICH)", RegexOptions.IgnoreCase)]
    private static partial Regex Compatible();
}
