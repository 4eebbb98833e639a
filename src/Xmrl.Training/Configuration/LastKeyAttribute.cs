namespace Xmrl.Training.Configuration;

/// <summary>Marks a key that files hold after those of the records that extend its record.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LastKeyAttribute : Attribute;
