using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Configuration;

/// <summary>Turns nodes into records and collects every fault on the way.</summary>
internal sealed class RecordBinder
{
    private static readonly MethodInfo ImmutableArrayMaker =
        typeof(ImmutableCollectionsMarshal).GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!;

    /// <summary>Faults after which reading stops, so that a hostile file cannot make messages that are many times as long as
    /// itself.</summary>
    private const int FaultLimit = 100;

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<RecordMember> _unnamed = [];
    private readonly string _file;
    private readonly RegisteredNames _names;

    private RecordBinder(string file, RegisteredNames names)
    {
        _file = file;
        _names = names;
    }

    /// <summary>Binds and validates a whole configuration.</summary>
    internal static T Bind<T>(ConfigurationNode root, string file, RegisteredNames names)
        where T : class
    {
        var binder = new RecordBinder(file, names);
        object? value = binder.Record(root, RecordSchema.Of(typeof(T)), path: "", start: null);
        if (value is not null && binder._faults.Count == 0)
        {
            binder.Validate(value, path: "");
        }

        return binder._faults.Count == 0 ? (T)value! : throw new ConfigurationException([.. binder._faults]);
    }

    private object? Record(ConfigurationNode node, RecordSchema schema, string path, object? start)
    {
        if (node is not MappingNode mapping)
        {
            return Fault(node, path, "keys with values");
        }

        // What the enclosing record's initializer says holds for the keys that are left out.
        object record = start is null ? schema.Create() : schema.Clone(start);
        var opened = new OpenedRecord(record, (member, present) => Choose(mapping, member, present, path));
        foreach (MappingEntry entry in mapping.Entries)
        {
            string below = Join(path, entry.Key);
            if (opened.Find(entry.Key) is not { } slot)
            {
                Unknown(entry, below, opened);
            }
            else if (slot.Member.Choice is null && !(slot.IsChosen && !slot.Member.Nullable && entry.Value is ScalarNode { IsNull: true }))
            {
                Fill(slot, entry, below);
            }
        }

        foreach (string key in opened.Required.Where(key => mapping.IndexOf(key) < 0))
        {
            Add($"{node.Where}: {Join(path, key)} is missing.");
        }

        return record;
    }

    /// <summary>Values by registered name: those that are left out stay as the initializer has them.</summary>
    private IValuesByName? Named(ConfigurationNode node, string path, IValuesByName start)
    {
        IReadOnlyList<string> known = _names.Of(start.NameType);
        IValuesByName values = start.Knowing(known);
        if (node is not MappingNode mapping)
        {
            Fault(node, path, "keys with values");
            return null;
        }

        foreach (MappingEntry entry in mapping.Entries)
        {
            string below = Join(path, entry.Key);
            if (!known.Contains(entry.Key))
            {
                AddUnknown(entry, below, known);
                continue;
            }

            _places[below] = entry.Where;
            object before = values.Entries.First(value => value.Key == entry.Key).Value;
            if (Record(entry.Value, RecordSchema.Of(values.ValueType), below, before) is { } value)
            {
                values = values.With(entry.Key, value);
            }
        }

        return values;
    }

    private void AddUnknown(MappingEntry entry, string path, IReadOnlyCollection<string> known)
        => Add($"{entry.Where}: unknown key {path}.{NearestName.Hint(entry.Key, known)}");

    private void Fill(OpenedRecord.Slot slot, MappingEntry entry, string below)
    {
        _places[below] = entry.Where;
        int before = _faults.Count;
        RecordMember member = slot.Member;
        object? value = Value(entry.Value, member.Property.PropertyType, member.Nullable, below, member.Property.GetValue(slot.Owner));
        if (_faults.Count == before)
        {
            Set(member, slot.Owner, value, entry, below);
        }
    }

    /// <summary>The record that a key names; the present one where the key is left out or wrong.</summary>
    private object Choose(MappingNode mapping, RecordMember member, object present, string path)
    {
        int at = mapping.IndexOf(member.Key);
        if (at < 0)
        {
            return present;
        }

        MappingEntry entry = mapping.Entries[at];
        string below = Join(path, member.Key);
        _places[below] = entry.Where;
        IReadOnlyList<RecordChoice> choices = member.Choice!.Choices;
        string text = entry.Value is ScalarNode { IsNull: false } scalar ? scalar.Text : string.Empty;
        foreach (RecordChoice choice in choices.Where(choice => choice.Name == JsonNamingPolicy.CamelCase.ConvertName(text)))
        {
            return choice.Default.GetType() == present.GetType() ? present : choice.Default;
        }

        string[] names = [.. choices.Select(choice => choice.Name)];
        string hint = NearestName.Find(text, names) is string near ? $" (did you mean {near}?)" : string.Empty;
        Fault(entry.Value, below, $"one of {string.Join(", ", names)}{hint}");
        _unnamed.Add(member);
        return present;
    }

    /// <summary>A key that the record does not have: of a record that was not chosen, or of none.</summary>
    private void Unknown(MappingEntry entry, string below, OpenedRecord opened)
    {
        foreach ((RecordMember member, object chosen) in opened.Chosen)
        {
            ChosenAttribute choice = member.Choice!;
            (string Name, OpenedRecord.Slot Slot)[] owners =
            [
                .. choice.Choices.Select(known => (known.Name, Slot: SlotOf(known.Default, entry.Key)))
                    .Where(known => known.Slot is not null)
                    .Select(known => (known.Name, known.Slot!.Value)),
            ];
            if (owners.Length == 0)
            {
                continue;
            }

            // Whose keys are right is unknown where the name is wrong, which is said already.
            ScalarNode? scalar = entry.Value as ScalarNode;
            if (!_unnamed.Contains(member)
                && entry.Origin != EntryOrigin.Program
                && scalar is not { IsNull: true }
                && !(choice.ForgetsDefault(entry.Key) && owners.Any(owner => IsDefault(owner.Slot, entry)))
                && !choice.Forgets(chosen, entry.Key, scalar?.Text, entry.Origin == EntryOrigin.Override))
            {
                string named = Join(below[..^entry.Key.Length].TrimEnd('.'), member.Key);
                string instead = choice.Instead(chosen, entry.Key) is { } sentence ? $" {sentence}" : string.Empty;
                Add(
                    $"{entry.Where}: {below} belongs to {choice.Kind} {string.Join(", ", owners.Select(owner => owner.Name))}; "
                        + $"{named} is {RecordSchema.NameOf(choice, chosen)}.{instead}");
            }

            return;
        }

        AddUnknown(entry, below, opened.Keys);
    }

    private static OpenedRecord.Slot? SlotOf(object record, string key)
        => new OpenedRecord(RecordSchema.Of(record.GetType()).Clone(record), static (_, present) => present).Find(key);

    /// <summary>Whether a value is the one that a record has where nothing is said.</summary>
    private bool IsDefault(OpenedRecord.Slot slot, MappingEntry entry)
    {
        var other = new RecordBinder(_file, _names);
        object? start = slot.Member.Property.GetValue(slot.Owner);
        object? value = other.Value(entry.Value, slot.Member.Property.PropertyType, slot.Member.Nullable, entry.Key, start);
        return other._faults.Count == 0 && Equals(value, start);
    }

    private void Set(RecordMember member, object record, object? value, MappingEntry entry, string path)
    {
        try
        {
            member.Property.SetValue(record, value);
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentException refused)
        {
            Add($"{entry.Where}: {path} is {entry.Value.Describe()}; {refused.Message}");
        }
    }

    private object? Value(ConfigurationNode node, Type type, bool nullable, string path, object? start)
    {
        Type? inner = Nullable.GetUnderlyingType(type);
        if (node is ScalarNode { IsNull: true } && (nullable || inner is not null))
        {
            return null;
        }

        type = inner ?? type;
        if (ScalarText.IsScalar(type))
        {
            return node switch
            {
                ScalarNode { IsNull: false } scalar when ScalarText.Parse(type, scalar, _names) is object value => value,
                ScalarNode scalar => Fault(node, path, ScalarText.Expected(type, scalar, _names)),
                _ => Fault(node, path, ScalarText.Expected(type, new ScalarNode("", "", Quoted: false), _names)),
            };
        }

        if (type.GetCustomAttribute<ShapedAttribute>() is { } shaped)
        {
            return Shaped(node, shaped, path);
        }

        if (typeof(IValuesByName).IsAssignableFrom(type))
        {
            return Named(node, path, (IValuesByName)(start ?? Activator.CreateInstance(type)!));
        }

        return RecordSchema.ElementOf(type) is Type element
            ? List(node, type, element, path)
            : Record(node, RecordSchema.Of(type), path, start);
    }

    /// <summary>A record that is written as a text, or as a mapping of which one key tells what it is.</summary>
    private object? Shaped(ConfigurationNode node, ShapedAttribute shaped, string path)
    {
        if (node is ScalarNode { IsNull: false } scalar)
        {
            return shaped.FromText(scalar.Text);
        }

        string[] keys = [.. shaped.Mappings.Select(mapping => mapping.Name)];
        string expected = $"{shaped.TextName}, or keys with values, one of them {string.Join(" or ", keys)}";
        if (node is not MappingNode mapping)
        {
            return Fault(node, path, expected);
        }

        RecordChoice[] told = [.. shaped.Mappings.Where(known => mapping.IndexOf(known.Name) >= 0)];
        if (told.Length != 1)
        {
            string found = string.Join(
                " and ", mapping.Entries.Select(entry => entry.Key).Where(key => told.Length == 0 || keys.Contains(key)));
            Add($"{node.Where}: {path} has {(found.Length == 0 ? "no key" : found)}; expected {expected}.");
            return null;
        }

        return Record(node, RecordSchema.Of(told[0].Default.GetType()), path, told[0].Default);
    }

    private object? List(ConfigurationNode node, Type type, Type element, string path)
    {
        if (node is not SequenceNode list)
        {
            return Fault(node, path, "a list");
        }

        var items = Array.CreateInstance(element, list.Items.Count);
        for (int i = 0; i < items.Length; i++)
        {
            string below = $"{path}[{i}]";
            _places[below] = list.Items[i].Where;
            int before = _faults.Count;
            object? item = Value(list.Items[i], element, nullable: false, below, start: null);
            if (_faults.Count == before)
            {
                items.SetValue(item, i);
            }
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? ImmutableArrayMaker.MakeGenericMethod(element).Invoke(null, [items])
            : items;
    }

    private void Validate(object value, string path)
    {
        if (value is IEnumerable items and not string)
        {
            int i = 0;
            foreach (object? item in items)
            {
                if (item is not null)
                {
                    Validate(item, $"{path}[{i}]");
                }

                i++;
            }

            return;
        }

        if (ScalarText.IsScalar(value.GetType()))
        {
            return;
        }

        if (value is IValidated validated)
        {
            foreach (ValidationError error in validated.Validate())
            {
                string below = Join(path, string.Join('.', error.Path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)));
                Add($"{Place(below)}: {below} is {error.Found}; expected {error.Expected}.");
            }
        }

        IEnumerable<(string Path, object? Value)> parts = value is IValuesByName named
            ? named.Entries.Select(entry => (Join(path, entry.Key), (object?)entry.Value))
            : RecordSchema.Of(value.GetType()).Members.Select(member => (
                member.IsInlined || member.Choice is not null ? path : Join(path, member.Key), member.Property.GetValue(value)));
        foreach ((string below, object? part) in parts)
        {
            if (part is object inner && !IsUnset(inner))
            {
                Validate(inner, below);
            }
        }
    }

    /// <summary>An immutable array that nobody assigned, which cannot be enumerated.</summary>
    internal static bool IsUnset(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(value)!;

    /// <summary>Where a value was given: its own key, the nearest one around it, or the file.</summary>
    private string Place(string path)
    {
        for (string around = path; around.Length > 0; around = around[..Math.Max(around.LastIndexOf('.'), 0)])
        {
            if (_places.TryGetValue(around, out string? where))
            {
                return where;
            }
        }

        return _file;
    }

    private void Add(string fault)
    {
        _faults.Add(fault);
        if (_faults.Count == FaultLimit)
        {
            _faults[^1] += $" Reading stopped here, after {FaultLimit} faults.";
            throw new ConfigurationException([.. _faults]);
        }
    }

    private object? Fault(ConfigurationNode node, string path, string expected)
    {
        Add($"{node.Where}: {(path.Length == 0 ? "the configuration" : path)} is {node.Describe()}; expected {expected}.");
        return null;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
