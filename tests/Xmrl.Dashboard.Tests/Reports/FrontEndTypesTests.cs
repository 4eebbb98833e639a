using System.Reflection;
using System.Text.RegularExpressions;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Reports;

/// <summary>The page's TypeScript repeats the schema; this keeps the two alike.</summary>
public sealed partial class FrontEndTypesTests
{
    public static TheoryData<string> Records
        => [.. typeof(ReportData).Assembly.GetTypes().Where(IsRecord).Select(static type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Records))]
    public void TypeScript_Interface_HasTheMembersOfTheRecord(string record)
    {
        Type type = typeof(ReportData).Assembly.GetType(record, throwOnError: true)!;
        string name = type.Name;
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

    public static TheoryData<string> Enumerations
        => [.. typeof(ReportData).Assembly.GetTypes().Where(static type => type.IsEnum && IsOfReports(type))
            .Select(static type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void TypeScript_Union_HasTheNamesOfTheEnumeration(string enumeration)
    {
        Type type = typeof(ReportData).Assembly.GetType(enumeration, throwOnError: true)!;
        IEnumerable<string> names = Enum.GetNames(type).Select(static name => $"\"{char.ToLowerInvariant(name[0])}{name[1..]}\"");

        ReadTypes().ShouldContain($"export type {type.Name} = {string.Join(" | ", names)};");
    }

    private static bool IsRecord(Type type)
        => IsOfReports(type) && type.GetMethod("<Clone>$") is not null;

    private static bool IsOfReports(Type type)
        => type.Namespace is { } name && $"{name}.".StartsWith($"{typeof(ReportData).Namespace}.", StringComparison.Ordinal);

    private static string ReadTypes() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "report.ts"));

    [GeneratedRegex(@"^\s*(?<name>\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Member();
}
