namespace Xmrl.Numerics.Validation;

/// <summary>A settings record that checks its own values; nested records are asked on their own.</summary>
public interface IValidated
{
    /// <summary>All values that are not acceptable; none for a valid record.</summary>
    IEnumerable<ValidationError> Validate();
}
