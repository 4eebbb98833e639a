using System.Reflection;
using System.Text.RegularExpressions;
using Xmrl.Fixtures;
using Xmrl.Watch.Comparing;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Tests.Serving;

/// <summary>The page's TypeScript repeats what the server answers; this keeps the two alike.</summary>
public sealed partial class FrontEndTypesTests
{
    private static readonly Dictionary<string, Type> s_interfaces = new(StringComparer.Ordinal)
    {
        ["RunItem"] = typeof(WatchedRun),
        ["Comparison"] = typeof(RunComparison),
        ["TextTable"] = typeof(ComparisonTable),
        ["ComparedPair"] = typeof(RunPair),
        ["ComparedTask"] = typeof(PairedTask),
    };

    public static TheoryData<string> Interfaces => [.. s_interfaces.Keys];

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void TypeScript_Interface_HasTheMembersOfTheRecord(string name)
    {
        Match body = Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root, "src/Xmrl.Dashboard/web/src/watch/api.ts")),
            $@"export interface {name} \{{(?<body>.*?)\n\}}", RegexOptions.Singleline, TimeSpan.FromSeconds(5));

        body.Success.ShouldBeTrue($"api.ts has no interface {name}");
        string[] found = [.. Member().Matches(body.Groups["body"].Value).Select(static match => match.Groups["name"].Value)];
        found.Order(StringComparer.Ordinal).ShouldBe(
            s_interfaces[name].GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(static property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^  (?<name>\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Member();
}
