using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>The repository names no folder of one machine and no package registry: it builds anywhere, from wherever packages
/// come.</summary>
public sealed partial class ForeignTextTests
{
    // Written in two parts so that this file does not contain them.
    private static readonly string[] s_machineFolders = ["/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/", "/ho" + "me/", "C:" + @"\Users\"];

    [Fact]
    public void Files_All_NameNoFolderOfOneMachine()
        => Find(line => s_machineFolders.Any(folder => line.Contains(folder, StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Files_All_NameNoPackageRegistry() => Find(line => Registry().IsMatch(line)).ShouldBeEmpty();

    [Theory]
    [InlineData("https://reg" + "istry.n" + "pmjs.org/svelte/-/svelte-5.tgz")]
    [InlineData("https://api.nu" + "get.org/v3/index.json")]
    [InlineData("http://art" + "ifactory.example.com/npm")]
    [InlineData("  \"resol" + "ved\": \"https://example.com/x.tgz\"")]
    public void Registry_Address_IsRecognised(string line) => Registry().IsMatch(line).ShouldBeTrue();

    private static List<string> Find(Func<string, bool> isForeign) =>
        [
            .. Repository.TextFiles
                .SelectMany(path => Repository.ReadLines(path).Select((line, i) => (line, place: $"{path}:{i + 1}: {line.Trim()}")))
                .Where(item => isForeign(item.line))
                .Select(item => item.place),
        ];

    [GeneratedRegex(
        @"://[^/\s]*(registry|artifactory|nexus|nuget)[^/\s]*/|://[^/\s]*(registry|artifactory|nexus)|""resolved"":\s*""http",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();
}
