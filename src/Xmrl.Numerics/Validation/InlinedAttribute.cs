namespace Xmrl.Numerics.Validation;

/// <summary>Says of a property that holds a settings record: in configurations the record has no key of its own, its keys stand among
/// those of the record around it. So records share settings by composition, and files stay flat.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlinedAttribute : Attribute;
