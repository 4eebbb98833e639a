using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Settings;

/// <summary>All keys of configurations, read off the records that hold them and their documentation: nothing is written twice.</summary>
internal static class SettingCatalog
{
    /// <summary>What stands for the name of a method in a key.</summary>
    internal const string MethodPlace = "<method>";

    private static readonly Lazy<ImmutableArray<Setting>> s_all
        = new(() =>
        {
            FurtherLearners.Use();
            return [.. Of(typeof(ImproveConfiguration), "", new ImproveConfiguration(), [])];
        });

    /// <summary>Every key, in the order of a configuration file.</summary>
    internal static ImmutableArray<Setting> All => s_all.Value;

    /// <summary>The setting of a key.</summary>
    /// <param name="key">As a configuration has it.</param>
    /// <param name="owner">The chosen learner, or the kind of the environment: keys of one name may mean different things.</param>
    /// <returns>The setting; null where there is none.</returns>
    internal static Setting? Find(string key, string owner)
    {
        string place = PlaceOf(key);
        return All.FirstOrDefault(setting => setting.Key == place && setting.Owners.Contains(owner))
            ?? All.FirstOrDefault(setting => setting.Key == place);
    }

    /// <summary>Names of keys alone, without their documentation, for completion.</summary>
    internal static IEnumerable<string> Keys() => All.Select(static setting => setting.Key)
        .SelectMany(static key => key.Contains(MethodPlace, StringComparison.Ordinal)
            ? MethodTable.Standard.Keys.Select(method => key.Replace(MethodPlace, method, StringComparison.Ordinal))
            : [key])
        .Distinct(StringComparer.Ordinal);

    private static string PlaceOf(string key)
    {
        string[] parts = key.Split('.');
        return parts is ["retrain", "tuning", _, _] ? $"{parts[0]}.{parts[1]}.{MethodPlace}.{parts[3]}" : key;
    }

    private static IEnumerable<Setting> Of(Type type, string path, object? record, ImmutableArray<string> owners)
    {
        ImmutableArray<RecordMember> members = RecordSchema.Of(type).Members;
        foreach (RecordMember member in members)
        {
            string key = path + member.Key;
            object? value = record is null ? null : member.Property.GetValue(record);
            foreach (Setting setting in member switch
            {
                { Choice: { } choice } => [Choice(member, key, choice, value, owners)],
                { IsInlined: true } => Of(member.Property.PropertyType, path, value, owners),
                _ => Member(member, key, value, owners),
            })
            {
                yield return setting;
            }
        }

        foreach (RecordMember member in members.Where(static member => member.Choice is not null))
        {
            foreach (Setting setting in Chosen(member.Choice!, path))
            {
                yield return setting;
            }
        }
    }

    private static IEnumerable<Setting> Member(RecordMember member, string key, object? value, ImmutableArray<string> owners)
    {
        Type type = Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType;
        bool nullable = member.Nullable || Nullable.GetUnderlyingType(member.Property.PropertyType) is not null;
        if (ScalarText.IsScalar(type) || RecordSchema.ElementOf(type) is not null)
        {
            return [Scalar(member.Property, key, (type, nullable), value, owners)];
        }

        if (type.GetCustomAttribute<ShapedAttribute>() is { } shaped)
        {
            string? written = value is null ? null : ShapedAttribute.TextOf(value);
            Setting text = Scalar(member.Property, key, (typeof(string), nullable), written, owners);
            IEnumerable<(string Name, Setting Setting)> kinds = shaped.Mappings.SelectMany(
                kind => Of(kind.Default.GetType(), key + ".", kind.Default, []).Select(setting => (kind.Name, setting)));
            return [text with { Kind = $"{shaped.TextName}, or keys" }, .. Merge(kinds)];
        }

        if (typeof(IValuesByName).IsAssignableFrom(type))
        {
            var values = (IValuesByName)Activator.CreateInstance(type)!;
            return Of(values.ValueType, $"{key}.{MethodPlace}.", Activator.CreateInstance(values.ValueType), owners);
        }

        IEnumerable<Setting> inner = Of(type, key + ".", value ?? Activator.CreateInstance(type), owners);
        return nullable
            ? [Scalar(member.Property, key, (typeof(string), true), null, owners) with { Kind = "keys, or null" }, .. inner]
            : inner;
    }

    private static Setting Scalar(
        PropertyInfo property, string key, (Type Type, bool Nullable) kind, object? value, ImmutableArray<string> owners)
    {
        SettingText text = SettingText.Of(SettingDocuments.Summary(property));
        Type element = RecordSchema.ElementOf(kind.Type) ?? kind.Type;
        return new Setting
        {
            Key = key,
            Kind = KindOf(kind.Type) + (kind.Nullable ? " or null" : ""),
            Meaning = text.Meaning,
            Unit = SettingDocuments.Unit(property),
            Range = text.Range,
            Default = Format(value, kind.Type),
            Source = text.Source,
            Values = ValuesOf(element),
            Owners = owners,
        };
    }

    private static Setting Choice(
        RecordMember member, string key, ChosenAttribute choice, object? value, ImmutableArray<string> owners)
    {
        SettingText text = SettingText.Of(SettingDocuments.Summary(member.Property));
        return new Setting
        {
            Key = key,
            Kind = choice.Kind,
            Meaning = text.Meaning,
            Default = value is null ? "" : RecordSchema.NameOf(choice, value),
            Source = text.Source,
            Values = [.. choice.Choices.Select(known => new SettingValue(known.Name, SettingDocuments.Summary(known.Default.GetType())))],
            Owners = owners,
        };
    }

    /// <summary>The keys of all records that a key can name.</summary>
    private static IEnumerable<Setting> Chosen(ChosenAttribute choice, string path) => Merge(choice.Choices.SelectMany(
        known => Of(known.Default.GetType(), path, known.Default, []).Select(setting => (known.Name, setting))));

    /// <summary>One setting where several owners have the same, with what each of them has by default where that differs.</summary>
    private static IEnumerable<Setting> Merge(IEnumerable<(string Name, Setting Setting)> all) => all
        .GroupBy(static entry => (entry.Setting.Key, entry.Setting.Kind, entry.Setting.Meaning, entry.Setting.Range))
        .Select(static same =>
        {
            (string Name, Setting Setting)[] entries = [.. same];
            string[] defaults = [.. entries.Select(static entry => entry.Setting.Default).Distinct(StringComparer.Ordinal)];
            string byDefault = defaults.Length == 1
                ? defaults[0]
                : string.Join(
                    ", ", entries.GroupBy(static entry => entry.Setting.Default, static entry => entry.Name, StringComparer.Ordinal)
                        .Select(static group => $"{group.Key} ({string.Join(", ", group)})"));
            return entries[0].Setting with { Owners = [.. entries.Select(static entry => entry.Name)], Default = byDefault };
        });

    private static string KindOf(Type type) => RecordSchema.ElementOf(type) is { } element
        ? $"list of {Plural(element)}"
        : type.IsEnum || RegisteredNames.Has(type) ? "word"
        : type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "text"
        : type == typeof(double) || type == typeof(float) ? "number"
        : "whole number";

    private static string Plural(Type type)
        => type == typeof(string) ? "texts"
            : RegisteredNames.Has(type) || type.IsEnum ? "words"
            : type == typeof(double) || type == typeof(float) ? "numbers"
            : "whole numbers";

    private static ImmutableArray<SettingValue> ValuesOf(Type type)
        => type == typeof(MethodName)
            ? [.. MethodTable.Standard.All.Select(static method => new SettingValue(method.Name.Key, method.Description))]
            : type.IsEnum
            ?
            [
                .. Enum.GetNames(type)
                .Select(name => new SettingValue(JsonNamingPolicy.CamelCase.ConvertName(name), SettingDocuments.Summary(type, name))),
            ]
            : [];

    private static string Format(object? value, Type type) => value switch
    {
        null => type == typeof(string) || value is null ? "null" : "",
        string text => text.Length == 0 ? "\"\"" : text,
        IEnumerable list => RecordBinder.IsUnset(list) ? "[]" : $"[{string.Join(", ", list.Cast<object>().Select(ScalarText.Format))}]",
        _ => ScalarText.Format(value),
    };
}
