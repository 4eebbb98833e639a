using System.Collections.Immutable;

namespace Xmrl.Cli.Settings;

/// <summary>One key of a configuration, with everything that its documentation says.</summary>
internal sealed record Setting
{
    /// <summary>The key with those above it, joined by dots; <c>&lt;method&gt;</c> stands for the name of a method.</summary>
    public required string Key { get; init; }

    /// <summary>What a value is, such as "whole number" or "list of method names"; "or null" where nothing is a value too.</summary>
    public required string Kind { get; init; }

    /// <summary>What the key means, in words.</summary>
    public required string Meaning { get; init; }

    /// <summary>Unit of a number; empty for values that are none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Range of a number, such as "[1, 1000000]" or "≥ 0"; empty for values that have none.</summary>
    public string Range { get; init; } = "";

    /// <summary>The value where no experiment and no user says another; empty where there is none.</summary>
    public string Default { get; init; } = "";

    /// <summary>What the default rests on: a paper, a search, or a choice.</summary>
    public string Source { get; init; } = "";

    /// <summary>The words that are values, with what each means; empty where others are possible too.</summary>
    public ImmutableArray<SettingValue> Values { get; init; } = [];

    /// <summary>What must be chosen so that the key exists: learners, or kinds of environments; empty for a key that always does.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];
}
