using System.Reflection;
using System.Text.RegularExpressions;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Reports;

/// <summary>The page's TypeScript repeats the schema; this keeps the two alike.</summary>
public sealed partial class FrontEndTypesTests
{
    public static TheoryData<string> Records
        => [.. typeof(ReportData).Assembly.GetTypes().Where(IsRecord).Select(static type => type.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void TypeScript_Interface_HasTheMembersOfTheRecord(string name)
    {
        Type type = typeof(ReportData).Assembly.GetType($"{typeof(ReportData).Namespace}.{name}", throwOnError: true)!;
        string[] expected =
            [
                .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(static property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
                .Order(StringComparer.Ordinal),
            ];
        Match body = Regex.Match(
            ReadTypes(), $@"export interface {name} \{{(?<body>[^}}]*)\}}", RegexOptions.None, TimeSpan.FromSeconds(5));

        body.Success.ShouldBeTrue($"report.ts has no interface {name}");
        Member().Matches(body.Groups["body"].Value).Select(
            static match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    private static bool IsRecord(Type type)
        => type.Namespace == typeof(ReportData).Namespace && type.GetMethod("<Clone>$") is not null;

    private static string ReadTypes() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "report.ts"));

    [GeneratedRegex(@"^\s*(?<name>\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Member();
}
