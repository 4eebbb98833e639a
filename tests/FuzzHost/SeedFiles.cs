using System.Text;
using System.Text.RegularExpressions;

namespace Xmrl.FuzzHost;

/// <summary>Where fuzzing begins: for every reader its files of a small run, and their words for the fuzzer's dictionary.</summary>
internal static partial class SeedFiles
{
    private const int MostWords = 300;

    /// <summary>Writes FOLDER/reader/number and FOLDER/reader.words; every seed is read once.</summary>
    internal static void Write(string folder)
    {
        string run = Path.Combine(folder, "run");
        SeedRun.Make(run);
        string[] files = [.. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (FuzzedReader reader in Readers.All)
        {
            byte[][] seeds =
            [
                .. files.Where(path => reader.Takes(Path.GetFileName(path)) is not null)
                    .Select(path => (byte[])[.. Encoding.UTF8.GetBytes(reader.Takes(Path.GetFileName(path))!), .. File.ReadAllBytes(path)]),
                .. reader.Seeds.Select(Encoding.UTF8.GetBytes),
            ];
            string own = Directory.CreateDirectory(Path.Combine(folder, reader.Name)).FullName;
            var words = new SortedSet<string>(StringComparer.Ordinal);
            for (int i = 0; i < seeds.Length; i++)
            {
                File.WriteAllBytes(Path.Combine(own, $"{i}"), seeds[i]);
                words.UnionWith(Word().Matches(Encoding.Latin1.GetString(seeds[i])).Select(static match => match.Value));
                reader.Read([.. seeds[i]]);
            }

            File.WriteAllLines(own + ".words", words.Take(MostWords).Select(static (word, i) => $"word{i}=\"{word}\""));
        }
    }

    [GeneratedRegex("[A-Za-z][A-Za-z0-9_.]{2,30}")]
    private static partial Regex Word();
}
