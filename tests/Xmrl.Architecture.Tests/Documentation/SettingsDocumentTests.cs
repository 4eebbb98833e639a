using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xmrl.Experiments.Improvement;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Settings;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>The documentation of every numeric setting states the range that is checked, in the words of the check, and what its default
/// rests on.</summary>
public sealed partial class SettingsDocumentTests
{
    private static readonly Assembly[] s_assemblies =
    [
        typeof(LearnerSettings).Assembly, typeof(InfluenceOptions).Assembly, typeof(TrainConfiguration).Assembly,
        typeof(ImproveConfiguration).Assembly,
    ];

    private static readonly Dictionary<string, string> s_documents = s_assemblies.SelectMany(Documents)
        .ToDictionary(member => member.Name, member => member.Text, StringComparer.Ordinal);

    /// <summary>Numeric settings as record and property.</summary>
    public static TheoryData<Type, string> Settings
    {
        get
        {
            var all = new TheoryData<Type, string>();
            foreach (Type type in s_assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsSettings))
            {
                foreach (PropertyInfo property in type.GetProperties().Where(IsNumber))
                {
                    all.Add(type, property.Name);
                }
            }

            return all;
        }
    }

    [Fact]
    public void Settings_Found_AreAsManyAsThereAre() => Settings.Count.ShouldBeGreaterThan(90);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Document_NumericSetting_StatesTheCheckedRange(Type record, string setting)
    {
        PropertyInfo property = record.GetProperty(setting)!;
        string[] ranges = [.. Refused(record, property).Distinct()];

        ranges.Length.ShouldBe(1, $"{record.Name}.{setting} has these ranges: {string.Join(" and ", ranges)}.");
        Text(record, setting).ShouldContain(ranges[0]);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Document_NumericSetting_SaysWhatItsDefaultRestsOn(Type record, string setting)
    {
        PropertyInfo property = record.GetProperty(setting)!;
        if (!property.IsDefined(typeof(RequiredMemberAttribute)))
        {
            DefaultWithSource().IsMatch(Text(record, setting)).ShouldBeTrue(Text(record, setting));
        }
    }

    private static string Text(Type record, string setting)
        => s_documents[$"P:{record.GetProperty(setting)!.DeclaringType!.FullName}.{setting}"];

    private static bool IsSettings(Type type)
        => type is { IsClass: true, IsAbstract: false }
            && type.GetMethod("<Clone>$") is not null
            && (type.IsSubclassOf(typeof(LearnerSettings))
                || SettingsName().IsMatch(type.Name)
                || type == typeof(ImproveConfiguration) || type == typeof(TrainConfiguration));

    private static bool IsNumber(PropertyInfo property)
        => property.SetMethod is { IsPublic: true }
            && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } type
            && (type == typeof(int) || type == typeof(double));

    /// <summary>The ranges that values outside are told to lie in.</summary>
    private static IEnumerable<string> Refused(Type record, PropertyInfo property)
    {
        bool isWhole = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(int);
        foreach (object bad in isWhole ? [int.MinValue, int.MaxValue] : new object[] { double.NaN, -1e300, double.PositiveInfinity })
        {
            object settings = Activator.CreateInstance(record, nonPublic: true)!;
            string[] expected;
            try
            {
                property.SetValue(settings, bad);
                expected = settings is IValidated validated
                    ? [.. validated.Validate().Where(error => error.Path == property.Name).Select(error => error.Expected)]
                    : [];
            }
            catch (TargetInvocationException error) when (error.InnerException is ArgumentOutOfRangeException)
            {
                expected = [error.InnerException.Message];
            }

            foreach (string text in expected.Select(text => Range().Match(text)).Where(match => match.Success)
                .Select(match => match.Groups["range"].Value))
            {
                yield return text;
            }

            if (expected.Any(text => text.Contains("a finite number", StringComparison.Ordinal)))
            {
                yield return "finite";
            }
        }
    }

    private static IEnumerable<(string Name, string Text)> Documents(Assembly assembly)
        => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml")).Descendants("member")
            .Select(member => (member.Attribute("name")!.Value, Space().Replace(member.Value, " ")));

    [GeneratedRegex("(Settings|Options)$")]
    private static partial Regex SettingsName();

    [GeneratedRegex(@"number (?<range>in [\[(][^\])]*[\])]|[≥>] [\d.E+-]*\d)")]
    private static partial Regex Range();

    [GeneratedRegex(@"Default [^.]*(\.\d[^.]*)*( \(|: |\.| null)")]
    private static partial Regex DefaultWithSource();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
